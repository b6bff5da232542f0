using Infra.Engine.Deployments.Importing;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.Plans;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.Policies;
using Infra.Engine.Programs;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>The operations on one stack: preview, up, destroy, render, policy check.</summary>
public sealed class StackOperations
{
    private readonly Workspace _workspace;
    private readonly DeploymentPreparation _preparation;

    internal StackOperations(Workspace workspace, StackName stack, Func<IProgram>? programOverride = null)
    {
        _workspace = workspace;
        _preparation = new DeploymentPreparation(workspace, stack, programOverride);
    }

    /// <summary>The stack that the operations work on.</summary>
    public StackName Stack => _preparation.Stack;

    /// <summary>Plans what <see cref="UpAsync"/> would do. Changes nothing and takes no lock.</summary>
    public async Task<OperationOutcome> PreviewAsync(OperationOptions options, Action<EngineEvent> onEvent)
    {
        var session = _preparation.OpenSession();
        var program = await _preparation.PrepareProgramAsync(session, options, onEvent);
        await _preparation.Recovery.RecoverAsync(session, isPreview: true, options, onEvent);
        if (options.PlanToSave is { } file)
        {
            return await new SavedPlans(_workspace, _preparation, options).SaveAsync(file, session, program, onEvent);
        }

        return await new StackPlanner(_preparation, options).PlanAsync(session, program, onEvent);
    }

    /// <summary>
    /// Brings the stack to the state its program, or an earlier version, describes: plans the changes, asks for approval, then makes them.
    /// </summary>
    /// <param name="options">The options of the operation.</param>
    /// <param name="approve">Asked with the plan; false leaves the stack as it is. Not called where the preview is skipped.</param>
    /// <param name="onEvent">Receives the events of the plan and then, from a second prelude on, of the update.</param>
    public Task<OperationOutcome> UpAsync(
        OperationOptions options,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> onEvent
    ) =>
        new StackUpdate(_workspace, _preparation, options, onEvent).RunAsync(
            UpdateKind.Update,
            session =>
                options.Version is { } version
                    ? Task.FromResult(_preparation.PrepareVersion(version, session, onEvent))
                    : _preparation.PrepareProgramAsync(session, options, onEvent),
            approve
        );

    /// <summary>Deletes all resources of the stack.</summary>
    /// <inheritdoc cref="UpAsync"/>
    public Task<OperationOutcome> DestroyAsync(
        OperationOptions options,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> onEvent
    ) =>
        new StackUpdate(_workspace, _preparation, options, onEvent).RunAsync(
            UpdateKind.Destroy,
            _ => Task.FromResult(PreparedProgram.None),
            approve
        );

    /// <summary>Plans what <see cref="RefreshAsync"/> would do. Changes nothing and takes no lock.</summary>
    public Task<OperationOutcome> PreviewRefreshAsync(OperationOptions options, Action<EngineEvent> onEvent) =>
        new StackPlanner(_preparation, options).PlanAsync(_preparation.OpenSession(), PreparedProgram.RefreshOnly, onEvent);

    /// <summary>Takes the live objects into the state. Changes no object.</summary>
    /// <inheritdoc cref="UpAsync"/>
    public Task<OperationOutcome> RefreshAsync(
        OperationOptions options,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> onEvent
    ) =>
        new StackUpdate(_workspace, _preparation, options, onEvent).RunAsync(
            UpdateKind.Refresh,
            _ => Task.FromResult(PreparedProgram.RefreshOnly),
            approve
        );

    /// <summary>Plans what <see cref="ImportAsync"/> would do. Changes nothing and takes no lock.</summary>
    public async Task<OperationOutcome> PreviewImportAsync(
        IReadOnlyList<ResourceImport> imports,
        OperationOptions options,
        Action<EngineEvent> onEvent
    )
    {
        var session = _preparation.OpenSession();
        return await new StackPlanner(_preparation, options).PlanAsync(session, PrepareImport(session, imports), onEvent);
    }

    /// <summary>Takes existing objects into the state. Changes no object.</summary>
    /// <param name="imports">The objects.</param>
    /// <param name="options">The options of the operation.</param>
    /// <param name="approve">Asked with the plan; false leaves the stack as it is. Not called where the preview is skipped.</param>
    /// <param name="onEvent">Receives the events of the plan and then, from a second prelude on, of the import.</param>
    public Task<OperationOutcome> ImportAsync(
        IReadOnlyList<ResourceImport> imports,
        OperationOptions options,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> onEvent
    ) =>
        new StackUpdate(_workspace, _preparation, options, onEvent).RunAsync(
            UpdateKind.ResourceImport,
            session => Task.FromResult(PrepareImport(session, imports)),
            approve
        );

    /// <summary>
    /// Runs the program as if every resource were created, without any service, state or lock, and returns the resources it registers.
    /// Equal programs give equal results: automatic names are derived from the resources' own.
    /// </summary>
    public Task<RenderOutcome> RenderAsync(OperationOptions options, Action<EngineEvent> onEvent) =>
        new StackRenderer(_workspace, _preparation).RenderAsync(options, onEvent);

    /// <summary>
    /// Plans what an update would change if another revision of the project were deployed: both are rendered, and compared by their
    /// providers' rules. No service, state or lock is used.
    /// </summary>
    /// <param name="directory">The folder of the project's file at the other revision.</param>
    /// <param name="options">The options of the operation.</param>
    /// <param name="onEvent">Receives the events of the plan. A revision that cannot be rendered is a warning: everything is new
    /// then.</param>
    public Task<OperationOutcome> PreviewAgainstAsync(string directory, OperationOptions options, Action<EngineEvent> onEvent) =>
        new RevisionPreview(_workspace, _preparation).RunAsync(directory, options, onEvent);

    /// <summary>Queries the program without a deployment.</summary>
    /// <param name="query">The query, as docs/program-contract.md defines it.</param>
    /// <param name="options">The options of the operation.</param>
    /// <param name="onEvent">Receives an event if the program has to be built.</param>
    public Task<QueryResult> QueryAsync(string query, OperationOptions options, Action<EngineEvent> onEvent) =>
        _preparation.QueryAsync(query, options, onEvent);

    /// <summary>
    /// Checks the stack with policy packs, those of the options and those of the stack's configuration: its present state, or the state an
    /// update would lead to.
    /// </summary>
    /// <param name="options">The options of the operation.</param>
    /// <param name="isPlanned">
    /// True for the state an update would lead to; where secrets are withheld, an update of a stack without resources.
    /// </param>
    /// <param name="fallback">The pack to use where neither the options nor the configuration name any.</param>
    /// <param name="note">Receives the warnings and errors of the plan, and the packs' output.</param>
    /// <exception cref="ProgramException">The plan failed; the reason has been noted.</exception>
    public Task<PolicyCheckResult> CheckPoliciesAsync(
        OperationOptions options,
        bool isPlanned,
        PolicyPackReference fallback,
        Action<string> note
    ) => new StackPolicyCheck(_workspace, _preparation, options, note).RunAsync(isPlanned, fallback);

    private PreparedProgram PrepareImport(StackSession session, IReadOnlyList<ResourceImport> imports) =>
        new(Program: null, _preparation.ResolveConfiguration(session)) { Imports = imports };
}
