using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.State;

namespace Engine.Tests.State;

/// <summary>What Pulumi keeps beside a stack's state.</summary>
public sealed class BackendTreeTests : IDisposable
{
    private readonly TestStack _stack = new();

    private string TagsFile => Path.ChangeExtension(_stack.StateFile, ".pulumi-tags");

    [Fact]
    public async Task Tags_AreKeptInPulumisFormat()
    {
        var tags = _stack.Workspace.Tags(_stack.Name);

        await tags.SetAsync("owner", "me");
        Assert.Equal("""{"version":1,"tags":{"owner":"me"}}""", await File.ReadAllTextAsync(TagsFile));
        await tags.RemoveAsync("absent");
        Assert.Equal("me", tags.Read()["owner"]);
        await tags.RemoveAsync("owner");

        Assert.False(File.Exists(TagsFile));
    }

    [Fact]
    public async Task Tags_OfAnUnknownVersion_AreRefused()
    {
        await File.WriteAllTextAsync(TagsFile, """{"version":2,"tags":{}}""");

        Assert.Contains("unsupported stack tags version: 2", Refusal(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(TagsFile, "[]");
        Assert.Contains(TagsFile, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_IsReadLatestFirstAndByPages()
    {
        var folder = Path.Combine(_stack.Folder, ".pulumi", "history", "demo", "dev");
        Directory.CreateDirectory(folder);
        foreach (var second in Enumerable.Range(1, 3))
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"dev-179529157{second}.history.json"),
                $$$"""
                {"kind":"update","startTime":{{{second}}},"message":"m{{{second}}}","environment":{"exec.kind":"cli"},
                 "config":{"demo:key":"1"},"version":0,"result":"failed","endTime":9,"resourceChanges":{"create":4}}
                """
            );
        }

        var history = _stack.Workspace.History(_stack.Name);

        Assert.Equal(["m3", "m2", "m1"], history.Read().Select(update => update.Message));
        var update = Assert.Single(history.Read(page: 2, pageSize: 2));
        Assert.Equal("m1", update.Message);
        Assert.Equal("failed", update.Result);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(9), update.Ended);
        Assert.Equal(4, update.ResourceChanges["create"]);
        Assert.Equal("cli", update.Environment["exec.kind"]);
    }

    public void Dispose() => _stack.Dispose();

    private string Refusal() => Assert.Throws<StateException>(() => _stack.Workspace.Tags(_stack.Name).Read()).Message;
}
