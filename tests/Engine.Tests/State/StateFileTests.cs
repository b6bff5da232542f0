using System.IO.Compression;
using Engine.Tests.Support;
using Infra.Engine.Backends;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.State;

/// <summary>State files stay what and where they are.</summary>
public sealed class StateFileTests : IDisposable
{
    private readonly TestStack _stack = new();

    private string Bookkeeping => Path.Combine(_stack.Folder, ".pulumi");

    [Fact]
    public async Task Up_CompressedCheckpoint_StaysCompressed()
    {
        var packed = _stack.StateFile + ".gz";
        await using (var target = new GZipStream(File.Create(packed), CompressionMode.Compress))
        {
            target.Write(await File.ReadAllBytesAsync(_stack.StateFile));
        }

        File.Delete(_stack.StateFile);

        await _stack.UpAsync(program => program.ThingAsync("one"));

        Assert.False(File.Exists(_stack.StateFile));
        Assert.Equal([0x1f, 0x8b], (await File.ReadAllBytesAsync(packed))[..2]);
        Assert.Single(Directory.GetFiles(Path.Combine(Bookkeeping, "history", "demo", "dev"), "*.checkpoint.json.gz"));
        await _stack.UpAsync(program => program.ThingAsync("one"));
        Assert.Equal(["same one"], _stack.Steps);
    }

    [Fact]
    public async Task Create_CompressionIsOn_WritesACompressedCheckpoint()
    {
        var backend = StateBackends.Open(_stack.Folder, "/", environment: name => name == "PULUMI_SELF_MANAGED_STATE_GZIP" ? "true" : null);

        await backend.CreateAsync(new StackName("demo", "packed"));

        Assert.True(File.Exists(Path.Combine(Bookkeeping, "stacks", "demo", "packed.json.gz")));
        Assert.All(backend.List("demo"), stack => Assert.Null(stack.Problem));
    }

    [Fact]
    public async Task Up_CheckpointIsALink_WritesThroughIt()
    {
        var target = Path.Combine(_stack.Folder, "elsewhere.json");
        File.Move(_stack.StateFile, target);
        File.CreateSymbolicLink(_stack.StateFile, target);

        await _stack.UpAsync(program => program.ThingAsync("one"));

        Assert.Equal(target, File.ResolveLinkTarget(_stack.StateFile, returnFinalTarget: true)?.FullName);
        Assert.Contains("::one", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ClockWasSetBack_KeepsTheOrderOfTheHistory()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));
        var folder = Path.Combine(Bookkeeping, "history", "demo", "dev");
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Move(file, Path.Combine(folder, $"dev-8{Path.GetFileName(file)[5..]}"));
        }

        await _stack.UpAsync(program => program.ThingAsync("two"));

        var last = Directory.GetFiles(folder, "*.checkpoint.json").Order(StringComparer.Ordinal).Last();
        Assert.Contains("::two", await File.ReadAllTextAsync(last), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_EveryUserMayWriteTheBackend_Warns()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(Bookkeeping, File.GetUnixFileMode(Bookkeeping) | UnixFileMode.OtherWrite);

        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Contains(_stack.Events, warned =>
            warned is DiagnosticEvent { Severity: DiagnosticSeverity.Warning } warning
            && warning.Message.StartsWith($"{Bookkeeping}: every user of this machine can change the state", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Up_BackendCannotBeWritten_IsAnErrorOfTheUser()
    {
        // A file where the folder of the locks would be: what a disk refuses even to the superuser.
        await File.WriteAllTextAsync(Path.Combine(Bookkeeping, "locks"), "");

        var error = await Assert.ThrowsAnyAsync<EngineException>(() => _stack.UpAsync(_ => Task.CompletedTask));

        Assert.Equal(ExitCode.Error, error.ExitCode);
        Assert.Contains(Path.Combine(Bookkeeping, "locks"), error.Message, StringComparison.Ordinal);
        Assert.Contains("make the folder writable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveal_StackWithOnlyItsFile_WritesNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(_stack.Folder, "Pulumi.new.yaml"), "config:\n  demo:size: 3\n");
        var stack = _stack.Workspace.ResolveConfigured("new");
        var configuration = _stack.Workspace.Configuration(stack);

        Assert.Equal("3", configuration.Reveal(configuration.Find("size", isPath: false)!));
        var plan = await new StackOperations(_stack.Workspace, stack, () => new ScriptedProgram(_ => Task.CompletedTask)).PreviewAsync(
            new OperationOptions(),
            _ => { }
        );

        Assert.Equal(OperationResult.Succeeded, plan.Result);
        Assert.False(_stack.Workspace.Backend.Exists(stack));
    }

    [Fact]
    public async Task Cancel_AfterACrash_SavesWhatWasDoneWithItsPendingOperations()
    {
        var (journal, content) = (Path.Combine(Bookkeeping, "journals", "demo", "dev.journal"), Array.Empty<byte>());
        var checkpoint = await File.ReadAllBytesAsync(_stack.StateFile);
        _stack.Cloud.Before = async (_, _, cancellationToken) => content = await File.ReadAllBytesAsync(journal, cancellationToken);
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("first", PropertyMap.Create(("value", "1")));
            await program.ThingAsync("second");
        });
        await File.WriteAllBytesAsync(_stack.StateFile, checkpoint);
        await File.WriteAllBytesAsync(journal, content);

        Assert.Equal(1, await _stack.Workspace.State(_stack.Name).SaveInterruptedAsync());

        Assert.False(File.Exists(journal));
        var saved = await File.ReadAllTextAsync(_stack.StateFile);
        Assert.Contains("::first", saved, StringComparison.Ordinal);
        Assert.Contains("\"pending_operations\"", saved, StringComparison.Ordinal);
        Assert.Null(await _stack.Workspace.State(_stack.Name).SaveInterruptedAsync());
    }

    [Fact]
    public async Task Up_JournalOfAnotherState_IsKeptAsideAndNamed()
    {
        var (journal, content) = (Path.Combine(Bookkeeping, "journals", "demo", "dev.journal"), Array.Empty<byte>());
        _stack.Cloud.Before = async (_, _, cancellationToken) => content = await File.ReadAllBytesAsync(journal, cancellationToken);
        await _stack.UpAsync(program => program.ThingAsync("one"));
        _stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
        await File.WriteAllBytesAsync(journal, content);

        await _stack.UpAsync(program => program.ThingAsync("one"));

        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(journal)!, "dev.journal.*.unused"));
        Assert.Contains(_stack.Events, warned =>
            warned is DiagnosticEvent warning && warning.Message.StartsWith(aside, StringComparison.Ordinal)
        );
    }

    public void Dispose() => _stack.Dispose();
}
