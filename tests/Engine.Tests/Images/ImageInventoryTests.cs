using System.Text.Json.Nodes;
using Infra.Engine.Images.Inventory;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Images;

public sealed class ImageInventoryTests
{
    [Fact]
    public void Read_PodTemplate_ListsContainersVolumesAndWhatOperatorsStart()
    {
        var images = Read(
            "kubernetes:apps/v1:Deployment",
            """
            {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"spec": {
              "initContainers": [{"name": "migrate", "image": "ghcr.io/shop/migrate:2"}],
              "containers": [{"name": "web", "image": "nginx", "env": [{"name": "RELATED_IMAGE_TOOL", "value": "quay.io/tool:1"}, {"name": "IMAGE", "value": "x:1"}]}],
              "volumes": [{"name": "models", "image": {"reference": "ghcr.io/shop/models:3"}}, {"name": "disk", "rbd": {"image": "a-disk"}}]}}}}
            """
        );

        Assert.Equal(
            ["docker.io/library/nginx:latest", "ghcr.io/shop/migrate:2", "ghcr.io/shop/models:3", "quay.io/tool:1"],
            images.Images.Select(image => image.Reference.ToString())
        );
        Assert.Equal(["Deployment shop/web, container web"], images.Images[0].Users);
        Assert.Equal(["Deployment shop/web, volume models"], images.Images[2].Users);
    }

    [Theory]
    [InlineData(
        "kubernetes:postgresql.cnpg.io/v1:Cluster",
        """{"spec": {"imageName": "ghcr.io/cnpg/postgresql:18"}}""",
        "ghcr.io/cnpg/postgresql:18"
    )]
    [InlineData(
        "kubernetes:pxc.percona.com/v1:Cluster",
        """{"spec": {"haproxy": {"image": "percona/haproxy:2"}}}""",
        "docker.io/percona/haproxy:2"
    )]
    [InlineData("kubernetes:example.com/v1:Thing", """{"spec": {"items": [{"sidecarImage": "quay.io/a:1"}]}}""", "quay.io/a:1")]
    [InlineData(
        "kubernetes:example.com/v1:Thing",
        """{"spec": {"template": {"containers": [{"name": "a", "image": "a:1"}]}}}""",
        "docker.io/library/a:1"
    )]
    [InlineData("kubernetes:core/v1:ConfigMap", """{"data": {"image": "a:1"}}""", null)]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"spec": {"rbd": {"image": "a:1"}}}""", null)]
    [InlineData("docker:index/container:Container", """{"image": "redis:7"}""", "docker.io/library/redis:7")]
    [InlineData(
        "kubernetes:core/v1:Pod",
        """{"spec": {"containers": [{"name": "a", "args": ["--v=2", "--solver-image=quay.io/a:1", "image=b:1", "--watermark-image=logo.png", "--with-image=true"]}]}}""",
        "quay.io/a:1"
    )]
    [InlineData(
        "kubernetes:core/v1:Pod",
        """{"spec": {"containers": [{"name": "a", "command": ["--image=quay.io/a@sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2"]}]}}""",
        "quay.io/a@sha256:89258156d0e9af60403eafd44da9676fd66f600c7934d468ccc17e42b199aee2"
    )]
    [InlineData("docker:index/registryImage:RegistryImage", """{"name": "ghcr.io/shop/web:1"}""", "ghcr.io/shop/web:1")]
    [InlineData("docker:index/remoteImage:RemoteImage", """{"name": "redis:7"}""", "docker.io/library/redis:7")]
    public void Read_OtherResources_ListsWhatIsAnImage(string type, string inputs, string? expected) =>
        Assert.Equal(expected, Read(type, inputs).Images.SingleOrDefault()?.Reference.ToString());

    [Fact]
    public void Read_ImageThatIsNotOne_IsAProblem() =>
        Assert.Contains(
            "container a: 'No Image' is not a container image",
            Assert.Single(Read("kubernetes:core/v1:Pod", """{"spec": {"containers": [{"name": "a", "image": "No Image"}]}}""").Problems),
            StringComparison.Ordinal
        );

    [Fact]
    public void Read_SecretImage_IsNotShown()
    {
        var inputs = PropertyMap.Create(("image", new PropertySecret(new PropertyString("registry.example.com/hidden:1"))));
        var images = ImageInventory.Read(
            [new RenderedResource(Urn("docker:index/container:Container"), "docker:index/container:Container", inputs)],
            []
        );

        Assert.Empty(images.Images);
        Assert.DoesNotContain("hidden", Assert.Single(images.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubernetes:core/v1:NodePatch", "Node", true)]
    [InlineData("kubernetes:core/v1:Node", "Node", false)]
    [InlineData("kubernetes:example.com/v1:FieldPatch", "FieldPatch", false)]
    [InlineData("docker:index/container:Container", null, false)]
    public void IsPatch_ByTypeAndKind_IsThatOfAnotherObject(string type, string? kind, bool expected) =>
        Assert.Equal(
            expected,
            new RenderedResource(Urn(type), type, kind is null ? PropertyMap.Empty : PropertyMap.Create(("kind", kind))).IsPatch
        );

    private static StackImages Read(string type, string inputs) =>
        ImageInventory.Read([new RenderedResource(Urn(type), type, ((PropertyObject)Convert(JsonNode.Parse(inputs))).Properties)], []);

    private static PropertyValue Convert(JsonNode? node) =>
        node switch
        {
            JsonObject map => new PropertyObject(
                PropertyMap.From(map.Select(member => KeyValuePair.Create(member.Key, Convert(member.Value))))
            ),
            JsonArray list => new PropertyArray([.. list.Select(Convert)]),
            _ => new PropertyString(node!.ToString()),
        };

    private static Urn Urn(string type) => new($"urn:pulumi:dev::shop::{type}::app");
}
