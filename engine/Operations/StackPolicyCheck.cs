using Infra.Engine.Deployments;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Checks a stack with policy packs outside of an update.</summary>
internal sealed class StackPolicyCheck(DeploymentPreparation preparation, OperationOptions options, Action<string> note)
{
    /// <inheritdoc cref="StackOperations.CheckPoliciesAsync"/>
    public async Task<PolicyCheckResult> RunAsync(bool isPlanned, PolicyPackReference fallback)
    {
        var session = preparation.OpenSession();
        var configuration = preparation.ResolveConfiguration(session);
        var named = preparation.SelectPolicyPacks(options, configuration);
        var stack = new PolicyStack
        {
            Project = preparation.Stack.Project,
            Stack = preparation.Stack.Name,
            IsPreview = isPlanned,
            Config = configuration.Values,
            ConfigSecretKeys = configuration.SecretKeys,
            File = session.File.FilePath,
        };
        var snapshot = isPlanned ? await PlanWithoutPoliciesAsync(session) : session.Snapshot;
        return await PolicyChecks.CheckAsync(
            [.. snapshot.Resources.Where(resource => !resource.Delete)],
            named.Count > 0 ? named : [fallback],
            stack,
            mayRemediate: isPlanned,
            note,
            options.Cancelled
        );
    }

    private async Task<Snapshot> PlanWithoutPoliciesAsync(StackSession session)
    {
        var program = await preparation.PrepareProgramAsync(session, options, NoteProblem);
        var recorder = new StateRecorder(session.Snapshot, journal: null);
        var request = preparation.CreateRequest(program, recorder, isPreview: true, options, NoteProblem) with { PolicyPacks = [] };
        var summary = await DeploymentRunner.RunAsync(request);
        return summary.Result == OperationResult.Succeeded
            ? recorder.Current
            : throw new ProgramException(
                $"the stack {preparation.Stack.Name} cannot be planned, so there is nothing to check; correct the errors above"
            );
    }

    private void NoteProblem(EngineEvent engineEvent)
    {
        if (engineEvent is DiagnosticEvent { Severity: not (DiagnosticSeverity.Debug or DiagnosticSeverity.Info) } diagnostic)
        {
            note(diagnostic.Message.TrimEnd());
        }
    }
}
