using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations;

/// <summary>A pull request is previewed where there is no cluster, no state and no passphrase.</summary>
public sealed class RevisionPreviewTests : IDisposable
{
    private readonly TestStack _before = new();
    private readonly TestStack _after = new();
    private readonly List<EngineEvent> _events = [];

    [Fact]
    public async Task Preview_AgainstAnotherRevision_ShowsWhatDiffersAndCallsNothing()
    {
        var outcome = await PreviewAsync(
            async program =>
            {
                await program.ThingAsync("same", PropertyMap.Create(("size", 1)));
                await program.ThingAsync("larger", PropertyMap.Create(("size", 1)));
                await program.ThingAsync("moved", PropertyMap.Create(("immutable", 1)));
                await program.ThingAsync("gone", PropertyMap.Create(("size", 1)));
            },
            async program =>
            {
                await program.ThingAsync("same", PropertyMap.Create(("size", 1)));
                await program.ThingAsync("larger", PropertyMap.Create(("size", 2)));
                await program.ThingAsync("moved", PropertyMap.Create(("immutable", 2)));
                await program.ThingAsync("added", PropertyMap.Create(("size", 1)));
            }
        );

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create added", "delete gone", "replace moved", "same same", "update larger"], Steps());
        Assert.Empty(_before.Cloud.Calls);
        Assert.Empty(_after.Cloud.Calls);
        Assert.Empty(_after.State.Resources);
    }

    [Fact]
    public async Task Preview_AgainstARevisionWithoutTheStack_ShowsEverythingAsNew()
    {
        File.Delete(_before.Workspace.Project.StackFile("dev"));

        var outcome = await PreviewAsync(
            _ => throw new InvalidOperationException("There is nothing to render."),
            program => program.ThingAsync("first", PropertyMap.Create(("size", 1)))
        );

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create first"], Steps());
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Preview_AgainstARevisionWithoutTheProject_WarnsAndLooksNowhereElse()
    {
        File.Delete(_before.Workspace.Project.FilePath);

        var outcome = await PreviewAsync(
            _ => throw new InvalidOperationException("There is nothing to render."),
            program => program.ThingAsync("first", PropertyMap.Create(("size", 1)))
        );

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create first"], Steps());
        Assert.Contains("has no Pulumi.yaml", Assert.Single(Warnings()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_AgainstARevisionThatFails_WarnsWithItsErrors()
    {
        var outcome = await PreviewAsync(
            program => program.ThingAsync("first", PropertyMap.Create(("wrong", 1))),
            program => program.ThingAsync("first", PropertyMap.Create(("size", 1)))
        );

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create first"], Steps());
        var warning = Assert.Single(Warnings());
        Assert.Contains("the earlier revision cannot be rendered", warning, StringComparison.Ordinal);
        Assert.Contains("there must be no such thing", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WithoutPassphrase_GivesTheProgramATextThatFollowsTheEncryptedValue()
    {
        await SetSecretAsync("first value");
        var first = await RenderSecretAsync();
        var again = await RenderSecretAsync();
        await SetSecretAsync("second value");
        var second = await RenderSecretAsync();

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        Assert.Matches("^withheld[0-9a-f]{32}$", first);
    }

    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
    }

    private Task<OperationOutcome> PreviewAsync(Func<ProgramClient, Task> before, Func<ProgramClient, Task> after)
    {
        // The two projects have equal sources, so one program runs in both: it distinguishes them by their folder.
        var workspace = _after.OpenWorkspace(passphrase: null, withholdsSecrets: true);
        var operations = new StackOperations(workspace, _after.Name, () =>
            new ScriptedProgram(program => (program.Environment.RootDirectory == _after.Folder ? after : before)(program))
        );
        return operations.PreviewAgainstAsync(_before.Folder, new OperationOptions(), _events.Add);
    }

    private IEnumerable<string> Steps() =>
        _events
            .OfType<ResourceOutputsEvent>()
            .Select(outputs => outputs.Step)
            .Where(step =>
                step.Type == "fake:index:Thing" && step.Operation is not (StepOperation.CreateReplacement or StepOperation.DeleteReplaced)
            )
            .Select(step => $"{step.Operation.Name()} {step.Urn.Name}")
            .Order(StringComparer.Ordinal);

    private IEnumerable<string> Warnings() =>
        _events
            .OfType<DiagnosticEvent>()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.Message);

    private Task SetSecretAsync(string value) =>
        _after.OpenWorkspace().Configuration(_after.Name).SetAsync("password", value, isSecret: true, isPath: false);

    private async Task<string> RenderSecretAsync()
    {
        var value = "";
        var operations = new StackOperations(_after.OpenWorkspace(passphrase: null, withholdsSecrets: true), _after.Name, () =>
            new ScriptedProgram(program =>
            {
                value = program.Environment.Config["demo:password"];
                return Task.CompletedTask;
            })
        );
        var outcome = await operations.RenderAsync(new OperationOptions(), _ => { });
        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        return value;
    }
}
