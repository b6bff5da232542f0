using EndToEnd.Support;
using Engine.Tests.Docker.Real;

namespace EndToEnd.Images;

/// <summary>Services whose images the stack builds, on a Docker engine with a registry and a cluster that a kubeconfig leads to.</summary>
public sealed class ImageBuildTests(RealEngine engine) : IClassFixture<RealEngine>
{
    private const string Cluster = "real";

    [EngineFact]
    public async Task Up_AServiceWithABuild_IsDeployedByDigest_AndBuiltAgainOnlyWhenItsSourcesChange()
    {
        await using var sandbox = await CreateAsync();

        var preview = await RunAsync(sandbox, "preview");
        Assert.Matches(@"(?m)^.*\+ .*docker:index/image:Image.*catalog", preview.Output);
        Assert.Empty(await FindTagsAsync());

        await RunAsync(sandbox, "up", "--yes");
        Assert.Equal(["prod"], await FindTagsAsync());
        var first = await FindImageAsync(sandbox);
        Assert.Matches($"^{engine.Registry}/shop/catalog@sha256:[0-9a-f]{{64}}$", first);

        await RunAsync(sandbox, "preview", "--expect-no-changes");

        await File.WriteAllTextAsync(Path.Combine(sandbox.Directory, "src", "catalog", "content"), "second");
        var changed = await RunAsync(sandbox, "preview");
        Assert.Matches(@"(?m)^.*~ .*docker:index/image:Image.*catalog", changed.Output);
        Assert.Equal(first, await FindImageAsync(sandbox));

        await RunAsync(sandbox, "up", "--yes");
        Assert.NotEqual(first, await FindImageAsync(sandbox));

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
        var sandbox = Sandbox.OfRepository();
        var sources = Directory.CreateDirectory(Path.Combine(sandbox.Directory, "src", "catalog")).FullName;
        await File.WriteAllTextAsync(Path.Combine(sources, "Dockerfile"), "FROM busybox:test\nCOPY content /content\n");
        await File.WriteAllTextAsync(Path.Combine(sources, "content"), "first");
        await File.WriteAllTextAsync(
            Path.Combine(sandbox.Directory, "stacks", "services.yaml"),
            """
            name: shop
            sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}}
            services: {catalog: {image: {build: ./src/catalog}, port: 8080}}
            """
        );
        await File.WriteAllTextAsync(
            sandbox.StackFile("prod"),
            $$"""
            config:
              infra:faultTolerance: development
              infra:images: {builds: "{{engine.Registry}}"}
              infra:cluster: {kind: existing, kubeconfig: .infra/clusters/{{Cluster}}/kubeconfig}
            """
        );
        (await sandbox.InfraAsync("cluster", "start", "--name", Cluster)).ShouldSucceed();
        return sandbox;
    }

    private async Task<CommandResult> RunAsync(Sandbox sandbox, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Address };
        return (await sandbox.RunAsync("dotnet", [BuildFacts.CliAssembly, .. arguments, "--stack", "prod"], environment)).ShouldSucceed();
    }

    private static async Task<string> FindImageAsync(Sandbox sandbox) =>
        (
            await sandbox.KubectlOnAsync(
                Cluster,
                "get",
                "deployment",
                "catalog",
                "--namespace=shop",
                "--output=jsonpath={.spec.template.spec.containers[0].image}"
            )
        )
            .ShouldSucceed()
            .Output;

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
