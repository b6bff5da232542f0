using Infra.Engine.Deployments;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.Policies;
using Infra.Engine.Programs;
using Infra.Engine.Programs.Building;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Providers.BuiltIn;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>What can be done with one stack: preview, up, destroy.</summary>
public sealed class StackOperations
{
    private readonly Workspace _workspace;
    private readonly Func<IProgram>? _programOverride;
    private readonly StackReferenceProviderFactory _ownProvider;

    internal StackOperations(Workspace workspace, StackName stack, Func<IProgram>? programOverride = null)
    {
        _workspace = workspace;
        Stack = stack;
        _programOverride = programOverride;
        _ownProvider = new StackReferenceProviderFactory(new ReferencedStacks(workspace).OutputsOf);
    }

    /// <summary>The stack.</summary>
    public StackName Stack { get; }

    /// <summary>Plans what <see cref="UpAsync"/> would do. Changes nothing and takes no lock.</summary>
    public async Task<OperationOutcome> PreviewAsync(OperationOptions options, Action<EngineEvent> onEvent)
    {
        var session = Open();
        var run = await PrepareProgramAsync(session, options, onEvent);
        return await PlanAsync(session, run, options, onEvent);
    }

    /// <summary>
    /// Brings the stack into the state its program describes: plans, asks for approval, then does it.
    /// </summary>
    /// <param name="options">How.</param>
    /// <param name="approve">Asked with the plan; false leaves everything as it is. Not asked where the preview is skipped.</param>
    /// <param name="onEvent">Gets the events of the plan and then, from a second prelude on, of the update.</param>
    public Task<OperationOutcome> UpAsync(OperationOptions options, Func<OperationOutcome, Task<bool>> approve, Action<EngineEvent> onEvent) =>
        ChangeAsync("update", options, approve, onEvent, session => PrepareProgramAsync(session, options, onEvent));

    /// <summary>Deletes everything the stack has.</summary>
    /// <inheritdoc cref="UpAsync"/>
    public Task<OperationOutcome> DestroyAsync(OperationOptions options, Func<OperationOutcome, Task<bool>> approve, Action<EngineEvent> onEvent) =>
        ChangeAsync("destroy", options, approve, onEvent, _ => Task.FromResult(new PreparedRun(null, null)));

    /// <summary>
    /// Runs the program as if everything were created, without any service, state or lock, and gives what it asked for. Equal programs give equal
    /// results: automatic names follow from the resources' own.
    /// </summary>
    public async Task<RenderOutcome> RenderAsync(OperationOptions options, Action<EngineEvent> onEvent)
    {
        var file = StackFile.Load(_workspace.Project.StackFile(Stack.Name), _workspace.Project.Name);
        var secrets = new SecretsManager(file.EncryptionSalt, file.FilePath, new PassphraseSource(Stack.Project, Stack.Name, _workspace.Environment));
        var run = await PrepareProgramAsync(file, secrets, options, onEvent);
        var recorder = new StateRecorder(Snapshot.Empty, journal: null);
        var summary = await DeploymentRunner.RunAsync(Request(run, recorder, isPreview: false, options, onEvent) with
        {
            Providers = [.. _workspace.Providers.Select(factory => new OfflineProviderFactory(factory)), _ownProvider],
            HasFixedNames = true,
            PolicyPacks = options.PolicyPacks,
        });
        return new RenderOutcome(summary.Result, [.. recorder.Current.Resources
            .Where(resource => resource.Custom && !ProviderType.IsProvider(resource.Type))
            .OrderBy(resource => resource.Urn.Value, StringComparer.Ordinal)
            .Select(resource => new RenderedResource(resource.Urn, resource.Type, resource.Inputs, resource.Provider?.Urn.Name))],
            recorder.Current.Root?.Outputs ?? PropertyMap.Empty);
    }

    /// <summary>
    /// Holds the stack against policy packs, those named and those of the stack's settings: its state as it was last left, or what an update
    /// would make of it now.
    /// </summary>
    /// <param name="options">How.</param>
    /// <param name="isPlanned">True for what an update would make of it.</param>
    /// <param name="fallback">The pack where neither the options nor the settings name any.</param>
    /// <param name="note">Gets what is worth knowing meanwhile.</param>
    /// <exception cref="ProgramException">The plan failed; why has been noted.</exception>
    public async Task<PolicyCheckResult> CheckPoliciesAsync(OperationOptions options, bool isPlanned, PolicyPackReference fallback, Action<string> note)
    {
        var session = Open();
        var configuration = ResolvedConfiguration.Resolve(_workspace.Project, session.File, Stack.Name, session.Secrets);
        var named = SelectPacks(options, configuration);
        var stack = new PolicyStack
        {
            Project = Stack.Project,
            Stack = Stack.Name,
            IsPreview = isPlanned,
            Config = configuration.Values,
            ConfigSecretKeys = configuration.SecretKeys,
            File = session.File.FilePath,
        };
        var snapshot = isPlanned ? await PlanWithoutPoliciesAsync(session, options, note) : session.Snapshot;
        return await PolicyChecks.CheckAsync(
            [.. snapshot.Resources.Where(resource => !resource.Delete)], named.Count > 0 ? named : [fallback], stack, mayRemediate: isPlanned, note, options.Cancelled);
    }

    private async Task<Snapshot> PlanWithoutPoliciesAsync(StackSession session, OperationOptions options, Action<string> note)
    {
        void Take(EngineEvent engineEvent)
        {
            if (engineEvent is DiagnosticEvent { Severity: not (DiagnosticSeverity.Debug or DiagnosticSeverity.Info) } diagnostic)
            {
                note(diagnostic.Message.TrimEnd());
            }
        }

        var run = await PrepareProgramAsync(session, options, Take);
        var recorder = new StateRecorder(session.Snapshot, journal: null);
        var summary = await DeploymentRunner.RunAsync(Request(run, recorder, isPreview: true, options, Take) with { PolicyPacks = [] });
        return summary.Result == OperationResult.Succeeded
            ? recorder.Current
            : throw new ProgramException($"the stack {Stack.Name} cannot be planned, so there is nothing to hold against the policies");
    }

    /// <summary>What runs: the program with its configuration, or nothing where everything is to be deleted.</summary>
    private sealed record PreparedRun(IProgram? Program, ResolvedConfiguration? Configuration);

    private StackSession Open() => StackSession.Open(_workspace.Project, _workspace.Backend, Stack, _workspace.Environment);

    private Task<PreparedRun> PrepareProgramAsync(StackSession session, OperationOptions options, Action<EngineEvent> onEvent) =>
        PrepareProgramAsync(session.File, session.Secrets, options, onEvent);

    private async Task<PreparedRun> PrepareProgramAsync(StackFile file, SecretsManager secrets, OperationOptions options, Action<EngineEvent> onEvent)
    {
        // Building and deriving the key of the secrets both take their time: side by side they take less.
        var configuring = Task.Run(() => ResolvedConfiguration.Resolve(_workspace.Project, file, Stack.Name, secrets), options.Aborted);
        var program = _programOverride?.Invoke()
            ?? new ProgramProcess(_workspace.Project.Binary
                ?? await ProgramBuilder.BuildAsync(BuildSubject.Program, _workspace.Project.ProgramDirectory, project => onEvent(new BuildingProgramEvent(project)), options.Cancelled));
        return new PreparedRun(program, await configuring);
    }

    private async Task<OperationOutcome> PlanAsync(StackSession session, PreparedRun run, OperationOptions options, Action<EngineEvent> onEvent)
    {
        var recorder = new StateRecorder(session.Snapshot, journal: null);
        var summary = await DeploymentRunner.RunAsync(Request(run, recorder, isPreview: true, options, onEvent));
        return Outcome(summary, recorder.Current);
    }

    private async Task<OperationOutcome> ChangeAsync(
        string kind,
        OperationOptions options,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> onEvent,
        Func<StackSession, Task<PreparedRun>> prepare)
    {
        _workspace.Backend.Require(Stack);
        using var held = await _workspace.Backend.LockAsync(Stack, options.Cancelled);
        var session = Open();
        var run = await prepare(session);
        if (options.SkipPreview)
        {
            if (await FindForbiddenAsync(session, run, options, onEvent) is { } forbidden)
            {
                return forbidden;
            }
        }
        else
        {
            var plan = await PlanAsync(session, run, options, onEvent);
            if (plan.Result != OperationResult.Succeeded)
            {
                return plan;
            }

            if (!await approve(plan))
            {
                return plan with { WasApproved = false, State = session.Snapshot };
            }
        }

        return await ApplyAsync(kind, session, run, options, onEvent);
    }

    /// <summary>
    /// Policies must stop an update before anything is changed, also one without a preview: where there are any, it is planned all the same and
    /// nothing of that is shown, unless something is forbidden.
    /// </summary>
    private async Task<OperationOutcome?> FindForbiddenAsync(StackSession session, PreparedRun run, OperationOptions options, Action<EngineEvent> onEvent)
    {
        if (run.Configuration is not { } configuration
            || SelectPacks(options, configuration).Count == 0)
        {
            return null;
        }

        var events = new List<EngineEvent>();
        var plan = await PlanAsync(session, run, options, events.Add);
        if (plan.Result == OperationResult.Succeeded || !events.Any(planned => planned is PolicyViolationEvent { Level: PolicyLevel.Mandatory }))
        {
            return null;
        }

        events.ForEach(onEvent);
        return plan;
    }

    private async Task<OperationOutcome> ApplyAsync(string kind, StackSession session, PreparedRun run, OperationOptions options, Action<EngineEvent> onEvent)
    {
        var started = _workspace.Time.GetUtcNow();
        foreach (var operation in session.Snapshot.PendingOperations)
        {
            onEvent(new DiagnosticEvent(
                DiagnosticSeverity.Warning,
                operation.Resource.Urn,
                $"an earlier update was interrupted while {operation.Type.ToString().ToLowerInvariant()} this resource: its outcome is not known. "
                + "Look whether it exists; if it does and is not in the state, import or delete it"));
        }

        StateRecorder? recorder = null;
        SummaryEvent summary;
        try
        {
            await using var journal = await session.BeginJournalAsync(options.Aborted);
            recorder = new StateRecorder(session.Snapshot, journal);
            summary = await DeploymentRunner.RunAsync(Request(run, recorder, isPreview: false, options, onEvent));
            journal.ThrowIfFailed();
        }
        catch (StateException) when (recorder is not null)
        {
            // The journal lacks what followed its first failed write; the recorder has it.
            await session.SaveAsync(Finished(recorder), CancellationToken.None);
            throw;
        }

        // From here on nothing is cancelled: what was done is saved.
        var state = Finished(recorder);
        var checkpoint = await session.SaveAsync(state, CancellationToken.None);
        var note = UpdateNote.Serialize(kind, options.Message, started, _workspace.Time.GetUtcNow(), summary, session.File.Entries);
        await _workspace.Backend.AddHistoryAsync(Stack, checkpoint, note, CancellationToken.None);
        return Outcome(summary, state);
    }

    private Snapshot Finished(StateRecorder recorder) => recorder.Current with { Time = Now(), Version = Workspace.Version };

    private string Now() => _workspace.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private IReadOnlyList<PolicyPackReference> SelectPacks(OperationOptions options, ResolvedConfiguration configuration) => PolicyPackSelection.Of(
        options.PolicyPacks, configuration.Values, _workspace.Project.RootDirectory, _workspace.Project.StackFile(Stack.Name));

    private static OperationOutcome Outcome(SummaryEvent summary, Snapshot state) =>
        new() { Result = summary.Result, ResourceChanges = summary.ResourceChanges, State = state };

    private DeploymentRequest Request(PreparedRun run, StateRecorder recorder, bool isPreview, OperationOptions options, Action<EngineEvent> onEvent)
    {
        var request = new DeploymentRequest
        {
            Stack = Stack,
            IsPreview = isPreview,
            State = recorder,
            Program = run.Program,
            RootDirectory = _workspace.Project.RootDirectory,
            ProgramDirectory = _workspace.Project.ProgramDirectory,
            Parallel = options.Parallel,
            Providers = [.. _workspace.Providers, _ownProvider],
            OnEvent = onEvent,
            Time = _workspace.Time,
            Cancelled = options.Cancelled,
            Aborted = options.Aborted,
        };
        return run.Configuration is not { } configuration
            ? request
            : request with
            {
                Config = configuration.Values,
                ConfigSecretKeys = configuration.SecretKeys,
                RedactedConfig = configuration.Redacted,
                Secrets = configuration.Secrets,
                StackFile = _workspace.Project.StackFile(Stack.Name),
                PolicyPacks = SelectPacks(options, configuration),
            };
    }
}
