using Infra.Engine.Deployments;
using Infra.Engine.Events;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Plans the changes of a stack without making them.</summary>
internal sealed class StackPlanner(DeploymentPreparation preparation, OperationOptions options)
{
    public async Task<OperationOutcome> PlanAsync(StackSession session, PreparedProgram program, Action<EngineEvent> onEvent)
    {
        var recorder = new StateRecorder(session.Snapshot, journal: null);
        var summary = await DeploymentRunner.RunAsync(preparation.CreateRequest(program, recorder, isPreview: true, options, onEvent));
        return OperationOutcome.From(summary, recorder.Current);
    }

    /// <summary>
    /// Finds out whether an update that is made without a preview is forbidden by policies, by its saved plan, or because it would lose
    /// the data of volumes. It must be stopped before it changes anything, so where there are packs, a plan or volumes the update is
    /// planned all the same; the plan's events are published only if it is forbidden.
    /// </summary>
    /// <returns>The outcome of the plan, or null where the update is allowed.</returns>
    public async Task<OperationOutcome?> FindForbiddenAsync(StackSession session, PreparedProgram program, Action<EngineEvent> onEvent)
    {
        var hasPolicies = program.Configuration is { } configuration && preparation.SelectPolicyPacks(options, configuration).Count > 0;
        if (
            program.Configuration is null
            || program.Imports.Count > 0
            || !(hasPolicies || program.CreateReview is not null || HasVolumes(session.Snapshot))
        )
        {
            return null;
        }

        var events = new List<EngineEvent>();
        var plan = await PlanAsync(session, program, events.Add);
        var isForbidden =
            plan.Result != OperationResult.Succeeded
            && events.Exists(planned =>
                planned is PolicyViolationEvent { Level: PolicyLevel.Mandatory } or DiagnosticEvent { ForbidsUpdate: true }
            );
        if (!isForbidden)
        {
            return null;
        }

        events.ForEach(onEvent);
        return plan;
    }

    private static bool HasVolumes(Snapshot state) =>
        state.Resources.Any(resource => resource.Type is "kubernetes:core/v1:PersistentVolumeClaim" or "kubernetes:apps/v1:StatefulSet");
}
