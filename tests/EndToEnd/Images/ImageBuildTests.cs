using EndToEnd.Support;
using Engine.Tests.Docker.Real;

namespace EndToEnd.Images;

/// <summary>Services whose images the stack builds, on a Docker engine with a registry and a cluster that a kubeconfig leads to.</summary>
public sealed class ImageBuildTests(RealEngine engine) : IClassFixture<RealEngine>
{
    [EngineFact]
    public async Task Up_AServiceWithABuild_IsDeployedByDigest_AndBuiltAgainOnlyWhenItsSourcesChange()
    {
        await using var sandbox = await CreateAsync();

        var preview = await RunAsync(sandbox, "preview");
        Assert.Matches(@"(?m)^.*\+ .*docker:index/image:Image.*catalog", preview.Output);
        Assert.Empty(await FindTagsAsync());

        await RunAsync(sandbox, "up", "--yes");
        Assert.Equal(["prod"], await FindTagsAsync());
        var first = await BuiltCatalog.FindImageAsync(sandbox);
        Assert.Matches($"^{engine.Registry}/shop/catalog@sha256:[0-9a-f]{{64}}$", first);

        await RunAsync(sandbox, "preview", "--expect-no-changes");

        await File.WriteAllTextAsync(BuiltCatalog.PathOf(sandbox, "content"), "second");
        var changed = await RunAsync(sandbox, "preview");
        Assert.Matches(@"(?m)^.*~ .*docker:index/image:Image.*catalog", changed.Output);
        Assert.Equal(first, await BuiltCatalog.FindImageAsync(sandbox));

        await RunAsync(sandbox, "up", "--yes");
        Assert.NotEqual(first, await BuiltCatalog.FindImageAsync(sandbox));

        await RunAsync(sandbox, "destroy", "--yes");
    }

    [EngineFact]
    public async Task Render_AServiceWithABuild_BuildsNothing_AndWritesItsTagWithAWarning()
    {
        await using var sandbox = await CreateAsync();

        var rendered = await RunAsync(sandbox, "render", "--out", "manifests");

        Assert.Contains($"{engine.Registry}/shop/catalog:prod has no digest here", rendered.Errors, StringComparison.Ordinal);
        var written = Directory
            .EnumerateFiles(Path.Combine(sandbox.Directory, "manifests"), "*.yaml", SearchOption.AllDirectories)
            .Select(File.ReadAllText);
        Assert.Contains(written, text => text.Contains($"{engine.Registry}/shop/catalog:prod", StringComparison.Ordinal));
    }

    private async Task<Sandbox> CreateAsync()
    {
        var sandbox = await BuiltCatalog.CreateAsync(engine.Registry, "./src/catalog");
        await File.WriteAllTextAsync(BuiltCatalog.PathOf(sandbox, "Dockerfile"), "FROM busybox:test\nCOPY content /content\n");
        await File.WriteAllTextAsync(BuiltCatalog.PathOf(sandbox, "content"), "first");
        return sandbox;
    }

    private async Task<CommandResult> RunAsync(Sandbox sandbox, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Address };
        return (await sandbox.RunAsync("dotnet", [BuildFacts.CliAssembly, .. arguments, "--stack", "prod"], environment)).ShouldSucceed();
    }

    private async Task<IReadOnlyList<string>> FindTagsAsync()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://{engine.Registry}/v2/shop/catalog/tags/list"));
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return [];
        }

        var tags = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["tags"]!.AsArray();
        return [.. tags.Select(tag => tag!.GetValue<string>())];
    }
}
