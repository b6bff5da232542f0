using Infra.Engine.Deployments;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.Policies;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Checks a stack with policy packs outside of an update.</summary>
internal sealed class StackPolicyCheck(
    Workspace workspace,
    DeploymentPreparation preparation,
    OperationOptions options,
    Action<string> note
)
{
    /// <inheritdoc cref="StackOperations.CheckPoliciesAsync"/>
    public async Task<PolicyCheckResult> RunAsync(bool isPlanned, PolicyPackReference fallback)
    {
        var (configuration, snapshot) = workspace.WithholdsSecrets ? await RenderWithoutPoliciesAsync() : await OpenAsync(isPlanned);
        var named = preparation.SelectPolicyPacks(options, configuration);
        var stack = new PolicyStack
        {
            Project = preparation.Stack.Project,
            Stack = preparation.Stack.Name,
            IsPreview = isPlanned,
            Config = configuration.Values,
            ConfigSecretKeys = configuration.SecretKeys,
            File = workspace.Project.StackFile(preparation.Stack.Name),
        };
        return await PolicyChecks.CheckAsync(
            [.. snapshot.Resources.Where(resource => !resource.Delete)],
            named.Count > 0 ? named : [fallback],
            stack,
            mayRemediate: isPlanned,
            note,
            options.Cancelled
        );
    }

    private async Task<(ResolvedConfiguration Configuration, Snapshot Snapshot)> OpenAsync(bool isPlanned)
    {
        var session = preparation.OpenSession();
        return (preparation.ResolveConfiguration(session), isPlanned ? await PlanWithoutPoliciesAsync(session) : session.Snapshot);
    }

    private async Task<(ResolvedConfiguration Configuration, Snapshot Snapshot)> RenderWithoutPoliciesAsync()
    {
        var program = await preparation.PrepareProgramAsync(options, NoteProblem);
        var (summary, state) = await new StackRenderer(workspace, preparation).RunAsync(
            program,
            Snapshot.Empty,
            isPreview: false,
            options with
            {
                PolicyPacks = [],
            },
            NoteProblem
        );
        return (program.Configuration!, Require(summary, state));
    }

    private async Task<Snapshot> PlanWithoutPoliciesAsync(StackSession session)
    {
        var program = await preparation.PrepareProgramAsync(session, options, NoteProblem);
        var recorder = new StateRecorder(session.Snapshot, journal: null);
        var request = preparation.CreateRequest(program, recorder, isPreview: true, options, NoteProblem) with { PolicyPacks = [] };
        return Require(await DeploymentRunner.RunAsync(request), recorder.Current);
    }

    private Snapshot Require(SummaryEvent summary, Snapshot planned) =>
        summary.Result == OperationResult.Succeeded
            ? planned
            : throw new ProgramException(
                $"the stack {preparation.Stack.Name} cannot be planned, so there is nothing to check; correct the errors above"
            );

    private void NoteProblem(EngineEvent engineEvent)
    {
        if (engineEvent is DiagnosticEvent { Severity: not (DiagnosticSeverity.Debug or DiagnosticSeverity.Info) } diagnostic)
        {
            note(diagnostic.Message.TrimEnd());
        }
    }
}
