using EndToEnd.Support;
using Engine.Tests.Images;

namespace EndToEnd.Images;

/// <summary>Services whose images the .NET SDK builds without a Docker engine, with a registry and an existing cluster.</summary>
public sealed class ProjectImageTests
{
    [DockerRegistryFact]
    public async Task Up_AServiceOfADotnetProject_IsDeployedByDigest_AndBuiltAgainOnlyWhenItsSourcesChange()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await using var sandbox = await CreateAsync(registry);

        var preview = (await RunAsync(sandbox, "preview")).ShouldSucceed();
        Assert.Contains(
            $"{registry.Host}/shop/catalog:prod would be built from src/catalog/catalog.csproj",
            preview.Output,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(BuiltCatalog.PathOf(sandbox, "obj")));

        (await RunAsync(sandbox, "up", "--yes")).ShouldSucceed();
        var first = await BuiltCatalog.FindImageAsync(sandbox);
        Assert.Matches($"^{registry.Host}/shop/catalog@sha256:[0-9a-f]{{64}}$", first);
        await AssertIsInRegistryAsync(registry, first);

        // Neither the time of a file nor what a build leaves behind is a change.
        File.SetLastWriteTimeUtc(BuiltCatalog.PathOf(sandbox, "Program.cs"), DateTime.UnixEpoch);
        (await RunAsync(sandbox, "preview", "--expect-no-changes")).ShouldSucceed();
        (await RunAsync(sandbox, "up", "--yes", "--expect-no-changes")).ShouldSucceed();

        await WriteProgramAsync(sandbox, "second");
        var changed = (await RunAsync(sandbox, "preview")).ShouldSucceed();
        Assert.Contains("would be built", changed.Output, StringComparison.Ordinal);
        Assert.Equal(first, await BuiltCatalog.FindImageAsync(sandbox));

        (await RunAsync(sandbox, "up", "--yes")).ShouldSucceed();
        var second = await BuiltCatalog.FindImageAsync(sandbox);
        Assert.NotEqual(first, second);
        await AssertIsInRegistryAsync(registry, second);

        await WriteProgramAsync(sandbox, "does not compile\";");
        var failed = (await RunAsync(sandbox, "up", "--yes")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Contains("catalog: ", failed.Output + failed.Errors, StringComparison.Ordinal);
        Assert.Contains("error CS", failed.Output + failed.Errors, StringComparison.Ordinal);

        await WriteProgramAsync(sandbox, "second");
        (await RunAsync(sandbox, "up", "--yes", "--expect-no-changes")).ShouldSucceed();
        (await RunAsync(sandbox, "destroy", "--yes")).ShouldSucceed();
    }

    [DockerRegistryFact]
    public async Task Render_AServiceOfADotnetProject_BuildsNothing_AndWritesItsTagWithAWarning()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await using var sandbox = await CreateAsync(registry);

        var rendered = (await RunAsync(sandbox, "render", "--out", "manifests")).ShouldSucceed();

        Assert.Contains($"{registry.Host}/shop/catalog:prod has no digest here", rendered.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(BuiltCatalog.PathOf(sandbox, "obj")));
    }

    private static async Task<Sandbox> CreateAsync(DockerRegistry registry)
    {
        var sandbox = await BuiltCatalog.CreateAsync(
            registry.Host,
            """{context: ./src/catalog, platform: linux/amd64, args: {Version: "1.2.3"} }"""
        );
        await File.WriteAllTextAsync(
            BuiltCatalog.PathOf(sandbox, "catalog.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <ContainerBaseImage>{await BaseImage.PushAsync(registry.Host, "base")}</ContainerBaseImage>
                <ContainerImageTags>latest;other</ContainerImageTags>
              </PropertyGroup>
            </Project>
            """
        );
        await WriteProgramAsync(sandbox, "first");
        return sandbox;
    }

    private static Task WriteProgramAsync(Sandbox sandbox, string text) =>
        File.WriteAllTextAsync(BuiltCatalog.PathOf(sandbox, "Program.cs"), $"System.Console.WriteLine(\"{text}\");\n");

    private static Task<CommandResult> RunAsync(Sandbox sandbox, params string[] arguments) =>
        sandbox.InfraAsync([.. arguments, "--stack", "prod"]);

    private static async Task AssertIsInRegistryAsync(DockerRegistry registry, string image)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Head,
            new Uri($"http://{registry.Host}/v2/shop/catalog/manifests/{image.Split('@')[1]}")
        );
        request.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{image}: {answer.StatusCode}");
    }
}
