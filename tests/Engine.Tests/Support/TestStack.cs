using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Engine.Tests.Support;

/// <summary>A stack in a folder of its own, with a scripted program and a fake cloud.</summary>
internal sealed class TestStack : IDisposable
{
    /// <summary>One salt for all stacks: the key is derived once for all tests.</summary>
    private const string Salt = "v1:Jg2Vm0vmwcs=:v1:dKnxyaAYq7AEum9f:VsVcMHYR/MLjAHES0ELt2obGukechg==";

    private const string Passphrase = "open sesame 42";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");
    private Func<ProgramClient, Task> _script = _ => Task.CompletedTask;

    public TestStack(string project = "demo", string stack = "dev")
    {
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), $"name: {project}\nruntime: dotnet\n");
        Workspace = OpenWorkspace();
        Name = AddStack(project, stack);
    }

    public string Folder => _folder.FullName;

    public FakeCloud Cloud { get; } = new();

    public Workspace Workspace { get; }

    public StackName Name { get; }

    public List<EngineEvent> Events { get; } = [];

    /// <summary>Told each event as it comes.</summary>
    public Action<EngineEvent> OnEvent { get; set; } = _ => { };

    /// <summary>`operation name` of every logical step of the last operation, default providers left out.</summary>
    public IEnumerable<string> Steps => Events.OfType<ResourceOutputsEvent>()
        .Where(outputs => !outputs.Step.Urn.Name.StartsWith("default", StringComparison.Ordinal) && outputs.Step.Type != Infra.Engine.Resources.Urn.StackType)
        .Select(outputs => $"{outputs.Step.Operation.Name()} {outputs.Step.Urn.Name}");

    public IEnumerable<string> Errors => Events.OfType<DiagnosticEvent>()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(diagnostic => diagnostic.Message);

    public Snapshot State => Workspace.State(Name).Read();

    public StackOperations Operations => new(Workspace, Name, () => new ScriptedProgram(_script));

    public string StateFile => Path.Combine(Folder, ".pulumi", "stacks", Name.Project, $"{Name.Name}.json");

    public Workspace OpenWorkspace() => Workspace.Open(new WorkspaceOptions
    {
        Directory = Folder,
        Providers = [Cloud],
        Environment = name => name == "PULUMI_CONFIG_PASSPHRASE" ? Passphrase : null,
    });

    /// <summary>Makes one more stack of the same backend.</summary>
    public StackName AddStack(string project, string stack)
    {
        File.WriteAllText(Path.Combine(Folder, $"Pulumi.{stack}.yaml"), $"encryptionsalt: {Salt}\n");
        var name = new StackName(project, stack);
        Workspace.Backend.CreateAsync(name).GetAwaiter().GetResult();
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
