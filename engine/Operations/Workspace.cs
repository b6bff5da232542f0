using Infra.Engine.Backends;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.Programs;
using Infra.Engine.Projects;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>A project and its stacks: the entry point of the engine.</summary>
public sealed class Workspace
{
    private const string BackendVariable = "PULUMI_BACKEND_URL";
    private const string StackVariable = "PULUMI_STACK";

    private readonly WorkspaceOptions _options;

    private Workspace(Project project, StateBackend backend, WorkspaceOptions options)
    {
        _options = options;
        Project = project;
        Backend = backend;
        Providers = PluginProviders.SelectBuiltIn(options, project);
        Environment = options.Environment;
        Time = options.Time;
        Program = options.Program;
        WithholdsSecrets = options.WithholdsSecrets;
        Selection = new StackSelection(project);
    }

    /// <summary>The project whose file was found.</summary>
    public Project Project { get; }

    /// <summary>The backend that stores its stacks.</summary>
    public StateBackend Backend { get; }

    /// <summary>The stack that is used where the user names none.</summary>
    public StackSelection Selection { get; }

    /// <summary>The version of the engine, as states name it.</summary>
    public static string Version { get; } = $"v{typeof(Workspace).Assembly.GetName().Version?.ToString(3)}";

    internal IReadOnlyList<IProviderFactory> Providers { get; }

    internal Func<string, string?> Environment { get; }

    internal TimeProvider Time { get; }

    internal Func<IProgram>? Program { get; }

    internal bool WithholdsSecrets { get; }

    /// <summary>Finds the project and opens its backend.</summary>
    /// <exception cref="ConfigurationException">There is no project, or its file is invalid.</exception>
    public static Workspace Open(WorkspaceOptions options)
    {
        var project = ProjectLoader.Discover(options.Directory);
        var (chosen, directory) = options switch
        {
            // The state is not read, so its backend needs no credentials.
            { WithholdsSecrets: true } => (project.RootDirectory, project.RootDirectory),
            { BackendUrl: { Length: > 0 } url } => (url, options.Directory),
            _ when options.Environment(BackendVariable) is { Length: > 0 } url => (url, options.Directory),
            _ => (
                project.BackendUrl ?? new BackendCredentials(options.Environment).Current ?? project.RootDirectory,
                project.RootDirectory
            ),
        };
        var backend = options.Backend ?? StateBackends.Open(chosen, directory, options.Time, options.Environment);
        return new Workspace(project, backend, options);
    }

    /// <summary>Opens the files of another revision of this project, whose program is its own.</summary>
    /// <param name="directory">The folder of that revision's project file, in which and not above which it must be.</param>
    /// <exception cref="ConfigurationException">There is no project file, or it has errors.</exception>
    internal Workspace OpenRevision(string directory) => new(LoadVersion(directory), Backend, _options);

    /// <summary>Opens the files of another version of this project, with the program and the backend of this one.</summary>
    /// <param name="directory">The folder of that version's project file.</param>
    /// <param name="onEvent">Receives an event if the program has to be built.</param>
    /// <param name="cancellationToken">Cancels the build.</param>
    /// <exception cref="ConfigurationException">The project file has errors.</exception>
    public async Task<Workspace> OpenVersionAsync(string directory, Action<EngineEvent> onEvent, CancellationToken cancellationToken)
    {
        var binary = Program is null ? Project.Binary ?? await DeploymentPreparation.BuildAsync(this, onEvent, cancellationToken) : null;
        var version = LoadVersion(directory);
        return new Workspace(
            version with
            {
                Binary = binary,
                ProgramDirectory = Directory.Exists(version.ProgramDirectory) ? version.ProgramDirectory : version.RootDirectory,
            },
            Backend,
            _options
        );
    }

    /// <summary>Resolves a stack name, or else the selected stack.</summary>
    /// <exception cref="StackNotFoundException">There is no such stack.</exception>
    /// <exception cref="InvalidOperationRequestException">No stack is named or selected.</exception>
    public StackName Resolve(string? name)
    {
        var stack = Parse(name);
        return Backend.Exists(stack) ? stack : throw new StackNotFoundException(stack.Name, StackNames());
    }

    /// <summary>Resolves a stack name, or else the selected stack. One that has a configuration file but no state is created.</summary>
    /// <exception cref="StackNotFoundException">The stack has neither.</exception>
    /// <exception cref="InvalidOperationRequestException">No stack is named or selected.</exception>
    public async Task<StackName> ResolveOrCreateAsync(string? name, CancellationToken cancellationToken = default)
    {
        var stack = ResolveConfigured(name);
        if (!Backend.Exists(stack))
        {
            await Backend.CreateAsync(stack, cancellationToken);
        }

        return stack;
    }

    /// <summary>Resolves the name of a stack that has a state or a configuration file, or else the selected stack.</summary>
    /// <inheritdoc cref="ResolveOrCreateAsync"/>
    public StackName ResolveConfigured(string? name)
    {
        var stack = Parse(name);
        return Backend.Exists(stack) || File.Exists(Project.StackFile(stack.Name))
            ? stack
            : throw new StackNotFoundException(stack.Name, StackNames());
    }

    /// <summary>Lists the names of all stacks that have a state or a configuration file.</summary>
    public IReadOnlyList<string> StackNames()
    {
        const string prefix = "Pulumi.";
        const string suffix = ".yaml";
        var files = Directory.Exists(Project.StackConfigDirectory)
            ? Directory.EnumerateFiles(Project.StackConfigDirectory, $"{prefix}*{suffix}").Select(file => Path.GetFileName(file))
            : [];
        return
        [
            .. files
                .Where(file => file.Length > prefix.Length + suffix.Length)
                .Select(file => file[prefix.Length..^suffix.Length])
                .Union(Backend.List(Project.Name).Select(summary => summary.Name))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Creates a stack without resources. Its creation counts as the last update, as with Pulumi.</summary>
    public async Task<StackName> CreateStackAsync(string name, CancellationToken cancellationToken = default)
    {
        var stack = StackName.Parse(name, Project.Name);
        await Backend.CreateAsync(stack, cancellationToken);
        var session = StackSession.Open(Project, Backend, stack, Environment);
        var initial = new Snapshot { Time = StateTimestamp.Format(Time.GetUtcNow()), Version = Version };
        await session.SaveAsync(initial, cancellationToken);
        return stack;
    }

    /// <summary>The operations on a stack.</summary>
    public StackOperations Operations(StackName stack) => new(this, stack, Program);

    /// <summary>The configuration of a stack.</summary>
    public StackConfiguration Configuration(StackName stack) => new(this, stack);

    /// <summary>The state of a stack.</summary>
    public StackState State(StackName stack) => new(this, stack);

    /// <summary>Renames a stack; where its project changes, too, the stack belongs to that one from now on.</summary>
    /// <exception cref="InvalidOperationRequestException">A stack of the new name exists.</exception>
    public async Task<StackName> RenameStackAsync(StackName stack, string name, CancellationToken cancellationToken = default)
    {
        var renamed = StackName.ParseReference(name, Project.Name);
        await new StackRename(this, stack, renamed).RunAsync(cancellationToken);
        return renamed;
    }

    /// <summary>Encrypts a stack's configuration and state with the key of a new passphrase.</summary>
    /// <exception cref="SecretsException">The present passphrase is missing or wrong.</exception>
    public Task ChangePassphraseAsync(StackName stack, string passphrase, CancellationToken cancellationToken = default) =>
        new PassphraseChange(this, stack).RunAsync(passphrase, cancellationToken);

    /// <summary>The tags of a stack.</summary>
    public StackTags Tags(StackName stack) => new(Backend.Store, stack);

    /// <summary>The history of a stack.</summary>
    public StackHistory History(StackName stack) => new(Backend.Store, stack);

    /// <summary>Edits of a stack's state.</summary>
    public StackEdits Edits(StackName stack) => new(this, stack);

    /// <summary>Resolves the name of a stack of any project, or else the selected stack.</summary>
    /// <exception cref="StackNotFoundException">There is no such stack.</exception>
    public StackName ResolveAnyProject(string? name)
    {
        var stack = name is null ? Parse(null) : StackName.ParseReference(name, Project.Name);
        Backend.Require(stack);
        return stack;
    }

    /// <summary>Opens the secrets of a stack file without the stack's state.</summary>
    internal ISecretCipher OpenSecrets(StackName stack, StackFile file) =>
        WithholdsSecrets
            ? WithheldSecrets.Instance
            : new SecretsManager(file.EncryptionSalt, file.FilePath, new PassphraseSource(stack.Project, stack.Name, Environment));

    private Project LoadVersion(string directory)
    {
        var file = Path.Combine(directory, Path.GetFileName(Project.FilePath));
        return File.Exists(file)
            ? ProjectLoader.Load(file)
            : throw new ConfigurationException($"it has no {Path.GetFileName(file)} where the project's is now");
    }

    private StackName Parse(string? name) =>
        StackName.Parse(
            name
                ?? (Environment(StackVariable) is { Length: > 0 } variable ? variable : null)
                ?? Selection.Selected
                ?? throw new InvalidOperationRequestException(
                    "no stack is named and none is selected: use --stack, PULUMI_STACK or `infra stack select`"
                ),
            Project.Name
        );
}
