using Infra.Kubernetes.Schema;

namespace Kubernetes.Tests.Schema;

public sealed class SchemaFileTests
{
    private static readonly SchemaFile Schema = SchemaFile.Instance;

    [Fact]
    public void Resources_HaveTheirPlaceInTheApi()
    {
        var deployments = Schema.Resources.Single(resource => resource is { ApiVersion: "apps/v1", Plural: "deployments" });
        Assert.Equal(
            ("Deployment", "deployment", true, "io.k8s.api.apps.v1.Deployment"),
            (deployments.Kind, deployments.Singular, deployments.IsNamespaced, deployments.Definition)
        );
        Assert.Equal(["deploy"], deployments.ShortNames);
        Assert.Contains(deployments.Subresources, subresource => subresource is { Name: "scale", Group: "autoscaling", Kind: "Scale" });
        Assert.Equal("", Schema.Groups[0].Name);
        Assert.Equal("1.36", Schema.Version);
    }

    [Fact]
    public void Resources_AllHaveADefinition() =>
        Assert.All(Schema.Resources, resource =>
            Assert.True(Schema.Definitions.TryGetProperty(resource.Definition, out _), resource.Definition)
        );

    [Theory]
    [InlineData("v1", "Pod", "io.k8s.api.core.v1.Pod")]
    [InlineData("autoscaling/v1", "Scale", "io.k8s.api.autoscaling.v1.Scale")]
    [InlineData("v2", "Pod", null)]
    [InlineData("apps/v1", "Pod", null)]
    public void FindDefinition_ByApiVersionAndKind(string apiVersion, string kind, string? expected) =>
        Assert.Equal(expected, Schema.FindDefinition(apiVersion, kind));

    [Fact]
    public void FindReference_IsTheNameOfADefinition()
    {
        var metadata = Schema.Definitions.GetProperty("io.k8s.api.core.v1.Pod").GetProperty("properties").GetProperty("metadata");
        Assert.Equal("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", SchemaFile.FindReference(metadata));
        Assert.Null(SchemaFile.FindReference(Schema.Definitions.GetProperty("io.k8s.api.core.v1.Pod")));
    }
}
