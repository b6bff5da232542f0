using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Providers;

/// <summary>The sample provider as an installed plugin with a process of its own.</summary>
public sealed class PluginEndToEndTests : IDisposable
{
    private readonly TestStack _stack = new();
    private readonly PluginFolder _plugins = new();
    private readonly string _notes;

    public PluginEndToEndTests()
    {
        _notes = Directory.CreateDirectory(Path.Combine(_stack.Folder, "notes")).FullName;
        File.AppendAllText(Path.Combine(_stack.Folder, "Pulumi.dev.yaml"), $"config:\n  sample:folder: {_notes}\n");
        _plugins.InstallSample("1.2.3");
        _stack.Variables["PULUMI_HOME"] = _plugins.Home;
    }

    [Fact]
    public async Task UpAndDestroy_InstalledPlugin_CreatesAndDeletes()
    {
        var up = await UpAsync(("text", "a"));
        var notes = Directory.EnumerateFiles(_notes).Count();
        var destroy = await _stack.DestroyAsync();

        Assert.Empty(_stack.Errors);
        Assert.Equal((OperationResult.Succeeded, 1, OperationResult.Succeeded), (up.Result, notes, destroy.Result));
        Assert.Empty(Directory.EnumerateFiles(_notes));
    }

    [Fact]
    public async Task Up_PluginThatCrashes_IsNamedWithItsLastLinesAndTheOperationStaysPending()
    {
        var outcome = await UpAsync(("text", "a"), ("behavior", "crash"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        var error = Assert.Single(_stack.Errors);
        Assert.StartsWith(
            $"Detected that {_plugins.Home}/plugins/resource-sample-v1.2.3/pulumi-resource-sample exited prematurely (exit code 7, during Create).",
            error,
            StringComparison.Ordinal
        );
        Assert.EndsWith("\n  panic: out of ink during create", error, StringComparison.Ordinal);
        var pending = Assert.Single(_stack.State.PendingOperations);
        Assert.Equal((PendingOperationType.Creating, "one"), (pending.Type, pending.Resource.Urn.Name));
    }

    public void Dispose()
    {
        _stack.Dispose();
        _plugins.Dispose();
    }

    private Task<Infra.Engine.Operations.OperationOutcome> UpAsync(params (string Name, PropertyValue Value)[] inputs) =>
        _stack.UpAsync(program => PluginStack.RegisterAsync(program, inputs));
}
