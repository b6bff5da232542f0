using Infra.Engine.Errors;

namespace Engine.Tests.Images;

/// <summary>Against a real registry, which validates manifests and uploads itself.</summary>
public sealed class DockerRegistryTests : IDisposable
{
    private readonly ImageSandbox _sandbox = new();

    [DockerRegistryFact]
    public async Task PushExportPush_BetweenTwoRegistries_KeepsDigests()
    {
        await using var source = await TestRegistry.StartAsync();
        await using var first = await DockerRegistry.StartAsync();
        await using var second = await DockerRegistry.StartAsync();
        var index = TestImages.AddIndex(source, "team/app", "1", 1000, 40_000_000);
        TestImages.Add(source, "tool", "2", 1000);
        var (bundle, again) = (_sandbox.PathOf("a.tar"), _sandbox.PathOf("b.tar"));
        await _sandbox.ExportAsync(bundle, ImageSandbox.Image($"{source.Host}/team/app:1"), ImageSandbox.Image($"{source.Host}/tool:2"));

        var pushed = await _sandbox.PushAsync(bundle, first.Host);
        var repeated = await _sandbox.PushAsync(bundle, first.Host);
        await _sandbox.ExportAsync(again, ImageSandbox.Image($"{first.Host}/team/app:1"), ImageSandbox.Image($"{first.Host}/tool:2"));
        await _sandbox.PushAsync(again, $"{second.Host}/mirror");

        using var tasks = _sandbox.Open();
        await tasks.LockAsync([ImageSandbox.Image($"{second.Host}/mirror/team/app:1")], true, false, CancellationToken.None);
        Assert.Equal(index, _sandbox.Project.Lock!.Images[$"{second.Host}/mirror/team/app:1"].Digest);
        Assert.Equal((4, 2), (pushed.Sent, pushed.Mounted));
        Assert.Equal((0, 0), (repeated.Sent, repeated.Mounted));
    }

    [DockerRegistryFact]
    public async Task Lock_MissingImage_QuotesTheRegistry()
    {
        await using var registry = await DockerRegistry.StartAsync();
        using var tasks = _sandbox.Open();

        var error = await Assert.ThrowsAsync<ImageException>(() =>
            tasks.LockAsync([ImageSandbox.Image($"{registry.Host}/team/none:1")], true, false, CancellationToken.None)
        );

        Assert.Contains("team/none:1: the registry does not have it (404, manifest unknown)", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _sandbox.Dispose();
}
