using Infra.Tests.Golden;

namespace Infra.Tests.Images;

/// <summary>Built images in manifests and add-ons.</summary>
public partial class ImageBuildTests
{
    [Theory]
    [InlineData(Existing, "ghcr.io/example/shop/catalog@sha256:aaaaaaaa", "image: ghcr.io/example/shop/catalog@sha256:aaaaaaaa")]
    [InlineData("", "shop/catalog:dev", "image: shop/catalog:dev")]
    public async Task AManifest_HasTheImageOfThePods(string stack, string image, string text)
    {
        using var project = CreateProject()
            .Add("m/a.yaml", ManifestWith("data: {a: '${services.catalog.image}', b: 'image: ${services.catalog.image}'}"));
        var plan = await RecordedPlan.Create(
            Sources(project, $"{stack}\nmanifests: [m/a.yaml]", "  catalog: {image: {build: src/catalog}, port: 8080}")
        );

        var pods = plan.Get("Deployment", "catalog")["spec.template.spec.containers[0].image"];
        var manifest = plan.Get("ConfigMap", "a");
        Assert.Equal(pods, manifest["data.a"]);
        Assert.StartsWith(image, $"{manifest["data.a"]}", StringComparison.Ordinal);
        Assert.StartsWith(text, $"{manifest["data.b"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {a: '${services.catalog.image.digest}'}", "the image of 'catalog' is built, and has a digest only then")]
    [InlineData(
        "data: {}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: '${services.catalog.image}'}",
        "this field has to be known before"
    )]
    [InlineData(
        "---\napiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: 'x${services.catalog.image}'}}]",
        "this field has to be known before"
    )]
    public void AManifest_ThatNeedsTheImageBeforeItsBuild_IsRejected(string content, string expected)
    {
        using var project = CreateProject().Add("m/a.yaml", ManifestWith(content));

        var errors = Errors(project, $"{Existing}\nmanifests: [m/a.yaml]", "  catalog: {image: {build: src/catalog}, port: 8080}");

        Assert.Contains(errors, error =>
            error.StartsWith("stacks/m/a.yaml:", StringComparison.Ordinal) && error.Contains(expected, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void AnAddon_WithABuiltImage_IsRejected()
    {
        using var project = CreateProject().Add("m/a.yaml", ManifestWith("data: {a: '${services.catalog.image}'}"));
        var stack = Existing.Replace(
            "context: prod",
            "context: prod, addons: {externalDns: {version: v1, manifests: m/a.yaml}}",
            StringComparison.Ordinal
        );

        Assert.Contains(Errors(project, stack, "  catalog: {image: {build: src/catalog}, port: 8080}"), error =>
            error.Contains("an add-on's images have the version and digest of its settings", StringComparison.Ordinal)
        );
    }

    private static string ManifestWith(string content) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\n{content}\n";
}
