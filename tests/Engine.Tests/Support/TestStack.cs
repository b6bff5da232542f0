using Infra.Engine.Deployments.Importing;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.Support;

/// <summary>A stack in a temporary folder, with a scripted program and a fake cloud.</summary>
internal sealed class TestStack : IDisposable
{
    /// <summary>All stacks share one salt, so that the key is derived only once.</summary>
    private const string Salt = "v1:Jg2Vm0vmwcs=:v1:dKnxyaAYq7AEum9f:VsVcMHYR/MLjAHES0ELt2obGukechg==";

    private const string Passphrase = "open sesame 42";

    private readonly DirectoryInfo _folder = FastFolder.Create("engine-tests-");
    private Func<ProgramClient, Task> _script = _ => Task.CompletedTask;

    private readonly IProviderFactory? _provider;
    private readonly StateBackend? _backend;

    /// <param name="project">The name of the project.</param>
    /// <param name="stack">The name of the stack.</param>
    /// <param name="provider">Its provider; null for <see cref="Cloud"/>.</param>
    /// <param name="backend">Its backend; null for one in its folder.</param>
    public TestStack(string project = "demo", string stack = "dev", IProviderFactory? provider = null, StateBackend? backend = null)
    {
        _provider = provider;
        _backend = backend;
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), $"name: {project}\nruntime: dotnet\n");
        Workspace = OpenWorkspace();
        Name = AddStack(project, stack);
    }

    public string Folder => _folder.FullName;

    public FakeCloud Cloud { get; } = new();

    /// <summary>The environment variables besides the passphrase.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public Workspace Workspace { get; }

    public StackName Name { get; }

    /// <summary>The version of the program contract that its program implements.</summary>
    public int ContractVersion { get; init; }

    public List<EngineEvent> Events { get; } = [];

    /// <summary>Called with each event.</summary>
    public Action<EngineEvent> OnEvent { get; set; } = _ => { };

    /// <summary>The steps of the last operation as `operation name`, without default providers and the stack.</summary>
    public IEnumerable<string> Steps =>
        Events
            .OfType<ResourceOutputsEvent>()
            .Select(outputs => outputs.Step)
            .Where(step => !step.Urn.Name.StartsWith("default", StringComparison.Ordinal) && step.Type != Urn.StackType)
            .Select(step => $"{step.Operation.Name()} {step.Urn.Name}");

    /// <summary>The errors of the last operation, without the line that ends it.</summary>
    public IEnumerable<string> Errors =>
        AllErrors.Where(message => message is not ("update failed" or "preview failed" or "update canceled"));

    /// <summary>The errors of the last operation.</summary>
    public IEnumerable<string> AllErrors =>
        Events
            .OfType<DiagnosticEvent>()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.Message);

    public Snapshot State => Workspace.State(Name).Read();

    public StackOperations Operations => new(Workspace, Name, () => new ScriptedProgram(_script, ContractVersion));

    public string StateFile => Path.Combine(Folder, ".pulumi", "stacks", Name.Project, $"{Name.Name}.json");

    public Workspace OpenWorkspace(string? passphrase = Passphrase, bool withholdsSecrets = false) =>
        Workspace.Open(
            new WorkspaceOptions
            {
                Directory = Folder,
                Providers = [_provider ?? Cloud],
                Backend = _backend,
                WithholdsSecrets = withholdsSecrets,
                Environment = name => name == "PULUMI_CONFIG_PASSPHRASE" ? passphrase : Variables.GetValueOrDefault(name),
            }
        );

    /// <summary>Creates another stack in the same backend.</summary>
    public StackName AddStack(string project, string stack)
    {
        File.WriteAllText(Path.Combine(Folder, $"Pulumi.{stack}.yaml"), $"encryptionsalt: {Salt}\n");
        var name = new StackName(project, stack);
#pragma warning disable RS0030 // The constructor cannot await, and the fake stack is a field of many test classes.
        if (!Workspace.Backend.Exists(name))
        {
            Workspace.Backend.CreateAsync(name).GetAwaiter().GetResult();
        }

#pragma warning restore RS0030
        return name;
    }

    public Task<OperationOutcome> UpAsync(Func<ProgramClient, Task> script, OperationOptions? options = null)
    {
        Begin(script);
        return Operations.UpAsync(options ?? new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), Take);
    }

    public Task<OperationOutcome> PreviewAsync(Func<ProgramClient, Task> script, OperationOptions? options = null)
    {
        Begin(script);
        return Operations.PreviewAsync(options ?? new OperationOptions(), Take);
    }

    public Task<OperationOutcome> DestroyAsync(OperationOptions? options = null)
    {
        Begin(_script);
        return Operations.DestroyAsync(options ?? new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), Take);
    }

    public Task<OperationOutcome> RefreshAsync(OperationOptions? options = null)
    {
        Begin(_script);
        return Operations.RefreshAsync(options ?? new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), Take);
    }

    public Task<OperationOutcome> ImportAsync(params ResourceImport[] imports)
    {
        Begin(_script);
        return Operations.ImportAsync(imports, new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), Take);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Begin(Func<ProgramClient, Task> script)
    {
        _script = script;
        Events.Clear();
        Cloud.Calls.Clear();
    }

    private void Take(EngineEvent engineEvent)
    {
        Events.Add(engineEvent);
        OnEvent(engineEvent);
    }
}
