using System.IO.Compression;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.State;

public sealed class BackendTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Read_CompressedCheckpoint_IsRead()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));
        await using (var packed = new GZipStream(File.Create(_stack.StateFile + ".gz"), CompressionMode.Compress))
        {
            packed.Write(await File.ReadAllBytesAsync(_stack.StateFile));
        }

        File.Delete(_stack.StateFile);

        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "one");
        await _stack.UpAsync(program => program.ThingAsync("one"));
        Assert.Equal(["same one"], _stack.Steps);
        Assert.Single(_stack.Workspace.Backend.List("demo"));
    }

    [Fact]
    public async Task Up_KeepsHistoryBackupAndPreviousCheckpoint()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));

        var root = Path.Combine(_stack.Folder, ".pulumi");
        Assert.Equal("version: 1\n", await File.ReadAllTextAsync(Path.Combine(root, "meta.yaml")));
        Assert.Single(Directory.GetFiles(Path.Combine(root, "history", "demo", "dev"), "dev-*.checkpoint.json"));
        var history = Assert.Single(Directory.GetFiles(Path.Combine(root, "history", "demo", "dev"), "dev-*.history.json"));
        Assert.Contains("\"result\":\"succeeded\"", await File.ReadAllTextAsync(history), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(root, "backups", "demo", "dev"), "dev.*.json"));
        Assert.True(File.Exists(_stack.StateFile + ".bak"));
        Assert.Empty(Directory.GetFiles(Path.Combine(root, "journals", "demo")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_stack.StateFile));
        }
    }

    [Fact]
    public async Task Remove_StackWithResources_NeedsForce()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));
        var backend = _stack.Workspace.Backend;

        Assert.Throws<InvalidOperationRequestException>(() => backend.Remove(_stack.Name));
        backend.Remove(_stack.Name, force: true);

        Assert.False(backend.Exists(_stack.Name));
        Assert.Empty(backend.List("demo"));
    }

    [Theory]
    [InlineData("{\"version\":3,\"checkpoint\":")]
    [InlineData("{\"version\":3,\"checkpoint\":{\"latest\":{\"manifest\":{\"magic\":\"wrong\",\"version\":\"v1\"}}}}")]
    [InlineData("{\"version\":4,\"features\":[\"views\"],\"checkpoint\":{}}")]
    [InlineData("[]")]
    public async Task Read_BrokenCheckpoint_NamesTheFile(string content)
    {
        await File.WriteAllTextAsync(_stack.StateFile, content);

        var error = Assert.Throws<StateException>(() => _stack.State);

        Assert.Contains("dev.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_InvalidSnapshot_ListsAllProblems()
    {
        var stack = new ResourceState
        {
            Urn = new Urn("urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"),
            Custom = false,
            Type = Urn.StackType,
        };
        var one = new ResourceState
        {
            Urn = new Urn("urn:pulumi:dev::demo::a:b:C::one"),
            Custom = true,
            Type = "a:b:C",
            Id = "1",
            Parent = stack.Urn,
        };
        var two = one with
        {
            Urn = new Urn("urn:pulumi:dev::demo::a:b:C::two"),
            Dependencies = [new Urn("urn:pulumi:dev::demo::a:b:C::gone")],
        };

        Assert.Empty(SnapshotIntegrity.Verify(new Snapshot { Resources = [stack, one, one with { Delete = true }] }));
        Assert.Equal(
            [
                $"{one.Urn}: refers to {stack.Urn}, which does not precede it",
                $"{two.Urn}: refers to urn:pulumi:dev::demo::a:b:C::gone, which does not precede it",
                $"{one.Urn}: occurs twice without being marked for deletion",
                $"{stack.Urn}: a component must have no id, but has '7'",
            ],
            SnapshotIntegrity.Verify(
                new Snapshot { Resources = [one, two with { Parent = default }, one with { Parent = default }, stack with { Id = "7" }] }
            )
        );
    }

    [Theory]
    [InlineData("dev", "dev")]
    [InlineData("demo/dev", "dev")]
    [InlineData("organization/demo/dev", "dev")]
    public void Parse_StackName_AcceptsAllForms(string text, string name) => Assert.Equal(name, StackName.Parse(text, "demo").Name);

    [Theory]
    [InlineData("no space")]
    [InlineData("")]
    [InlineData("organization/other/dev")]
    public void Parse_InvalidStackName_Throws(string text) =>
        Assert.Throws<InvalidOperationRequestException>(() => StackName.Parse(text, "demo"));

    public void Dispose() => _stack.Dispose();
}
