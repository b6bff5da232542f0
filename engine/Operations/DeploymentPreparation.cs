using System.Globalization;
using Infra.Engine.Deployments;
using Infra.Engine.Deployments.Refreshing;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.Rollback;
using Infra.Engine.Policies;
using Infra.Engine.Programs;
using Infra.Engine.Programs.Building;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Providers;
using Infra.Engine.Providers.BuiltIn;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Prepares the deployments of one stack: reads its state, builds and configures its program, and creates the requests.</summary>
internal sealed class DeploymentPreparation(Workspace workspace, StackName stack, Func<IProgram>? programOverride)
{
    public StackName Stack => stack;

    /// <summary>The provider of the package <c>pulumi</c>, which every deployment has.</summary>
    public IProviderFactory StackReferences { get; } = new StackReferenceProviderFactory(new ReferencedStacks(workspace, stack).GetOutputs);

    /// <summary>Settles what earlier updates of the stack left unfinished.</summary>
    public SessionRecovery Recovery { get; } = new(workspace);

    public StackSession OpenSession(bool isForUpdate = false) =>
        StackSession.Open(workspace.Project, workspace.Backend, stack, workspace.Environment, isForUpdate);

    /// <summary>Builds the program where its sources have changed, and resolves its configuration.</summary>
    public Task<PreparedProgram> PrepareProgramAsync(StackSession session, OperationOptions options, Action<EngineEvent> onEvent) =>
        PrepareProgramAsync(session.File, session.Secrets, options, onEvent);

    /// <summary>Prepares the program without the stack's state.</summary>
    public Task<PreparedProgram> PrepareProgramAsync(OperationOptions options, Action<EngineEvent> onEvent)
    {
        var file = StackFile.Load(StackFilePath, workspace.Project.Name);
        return PrepareProgramAsync(file, workspace.OpenSecrets(stack, file), options, onEvent);
    }

    /// <summary>Prepares the deployment of an earlier version of the stack, without its program.</summary>
    /// <exception cref="InvalidOperationRequestException">There is no such version, or it cannot be deployed again.</exception>
    public PreparedProgram PrepareVersion(int version, StackSession session, Action<EngineEvent> onEvent)
    {
        var earlier = new EarlierVersion(workspace.Backend, session);
        var goal = earlier.Load(version);
        if (earlier.FindDoubt(version) is { } doubt)
        {
            onEvent(new DiagnosticEvent(DiagnosticSeverity.Warning, default, doubt));
        }

        return new PreparedProgram(null, ResolveConfiguration(session))
        {
            Goal = goal,
            Message = string.Create(CultureInfo.InvariantCulture, $"Deployed version {version} again"),
        };
    }

    /// <summary>Queries the program, which needs nothing of the stack's state.</summary>
    public async Task<QueryResult> QueryAsync(string query, OperationOptions options, Action<EngineEvent> onEvent)
    {
        var prepared = await PrepareProgramAsync(options, onEvent);
        var asked = prepared.Program is { } program && ProgramContract.HasQueries(program.ContractVersion) ? program : null;
        return await new ProgramQueries(asked, CreateEnvironment(prepared.Configuration!, options), workspace.Time).AskAsync(
            query,
            options.Cancelled
        );
    }

    /// <summary>Selects the policy packs of an operation: those of its options and those of the stack's configuration.</summary>
    public IReadOnlyList<PolicyPackReference> SelectPolicyPacks(OperationOptions options, ResolvedConfiguration configuration) =>
        PolicyPackSelection.Select(options.PolicyPacks, configuration.Values, workspace.Project.RootDirectory, StackFilePath);

    /// <summary>Creates the request of a deployment.</summary>
    public DeploymentRequest CreateRequest(
        PreparedProgram prepared,
        StateRecorder recorder,
        bool isPreview,
        OperationOptions options,
        Action<EngineEvent> onEvent
    )
    {
        var request = new DeploymentRequest
        {
            Stack = stack,
            IsPreview = isPreview,
            State = recorder,
            Program = prepared.Program,
            Goal = prepared.Goal,
            Review = prepared.CreateReview?.Invoke(),
            CreateSeed = prepared.CreateSeed,
            Imports = prepared.Imports,
            Refresh =
                prepared.Imports.Count > 0 || prepared.IsRollback ? RefreshMode.None
                : prepared.IsRefreshOnly ? RefreshMode.Only
                : options.Refresh ?? workspace.Project.RefreshesAlways ? RefreshMode.BeforeUpdate
                : RefreshMode.None,

            // The update after a plan would only repeat the plan's notices.
            NoticesAbsentObjects = isPreview || options.SkipPreview,
            RootDirectory = workspace.Project.RootDirectory,
            ProgramDirectory = workspace.Project.ProgramDirectory,
            Parallel = options.Parallel,
            Selection = prepared.Selection ?? options.Selection,
            ContinuesOnError = options.ContinuesOnError || prepared.IsRollback,
            Providers = [.. workspace.Providers, StackReferences, PluginProviders.CreateFactory(workspace, prepared.Configuration)],
            OnEvent = onEvent,
            Time = workspace.Time,
            Cancelled = options.Cancelled,
            Aborted = options.Aborted,
        };
        return prepared.Configuration is not { } configuration
            ? request
            : request with
            {
                Config = configuration.Values,
                ConfigSecretKeys = configuration.SecretKeys,
                RedactedConfig = configuration.Redacted,
                Secrets = configuration.Secrets,
                StackFile = StackFilePath,
                PolicyPacks = prepared.IsRollback ? [] : SelectPolicyPacks(options, configuration),
                Naming = AutonamingReader.Read(stack, configuration.Values),
            };
    }

    public ResolvedConfiguration ResolveConfiguration(StackSession session) =>
        ResolvedConfiguration.Resolve(workspace.Project, session.File, stack.Name, session.Secrets);

    private string StackFilePath => workspace.Project.StackFile(stack.Name);

    private async Task<PreparedProgram> PrepareProgramAsync(
        StackFile file,
        ISecretCipher secrets,
        OperationOptions options,
        Action<EngineEvent> onEvent
    )
    {
        // Deriving the key of the secrets is slow, too: the build runs meanwhile.
        var configuring = Task.Run(() => ResolvedConfiguration.Resolve(workspace.Project, file, stack.Name, secrets), options.Aborted);
        var path = programOverride is null ? workspace.Project.Binary ?? await BuildAsync(workspace, onEvent, options.Cancelled) : null;
        var program = path is null ? programOverride!() : new ProgramProcess(path);
        return options.Overrides.Count == 0 || ProgramContract.HasOverrides(program.ContractVersion)
            ? new PreparedProgram(program, await configuring)
            : throw new ProgramException(
                $"the program in {workspace.Project.ProgramDirectory} cannot try other settings: "
                    + "it does not declare version 5 of docs/program-contract.md"
            );
    }

    private ProgramEnvironment CreateEnvironment(ResolvedConfiguration configuration, OperationOptions options) =>
        new()
        {
            MonitorAddress = "",
            EngineAddress = "",
            Project = stack.Project,
            Stack = stack.Name,
            RootDirectory = workspace.Project.RootDirectory,
            WorkingDirectory = workspace.Project.ProgramDirectory,
            IsPreview = true,
            Parallel = OperationOptions.DefaultParallel,
            Config = configuration.Values,
            ConfigSecretKeys = configuration.SecretKeys,
            Overrides = SettingOverride.ToJson(options.Overrides),
        };

    /// <summary>Builds the program of a project where its sources have changed.</summary>
    /// <returns>The path of the program.</returns>
    public static Task<string> BuildAsync(Workspace workspace, Action<EngineEvent> onEvent, CancellationToken cancellationToken) =>
        ProgramBuilder.BuildAsync(
            BuildSubject.Program,
            workspace.Project.ProgramDirectory,
            new BuildListener(
                project => onEvent(new BuildingProgramEvent(project)),
                directory => onEvent(new WaitingForBuildEvent(directory))
            ),
            workspace.Time,
            cancellationToken
        );
}
