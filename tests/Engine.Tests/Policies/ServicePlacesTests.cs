using Infra.Engine.Policies;
using Infra.Engine.Resources;

namespace Engine.Tests.Policies;

/// <summary>A finding about a resource is shown where its service is set.</summary>
public sealed class ServicePlacesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-places-");

    public ServicePlacesTests()
    {
        Write("Pulumi.prod.yaml", "config:\n  shop:services:\n    orders: { replicas: 3 }\n  shop:other:\n    web: {}\n");
        Write("Pulumi.dev.yaml", "config:\n  shop:services:\n    catalog: {}\n");
        Write("services.yaml", "sizes: {}\nservices:\n  web: {}\n  orders: {}\n  orders-db: {}\n");
        Write("broken.yaml", "services: [\n");
    }

    [Theory]
    [InlineData("orders", "Pulumi.prod.yaml", 3)]
    [InlineData("orders-scaler", "Pulumi.prod.yaml", 3)]
    [InlineData("orders-db", "services.yaml", 5)]
    [InlineData("orders-db-0", "services.yaml", 5)]
    [InlineData("web", "services.yaml", 3)]
    [InlineData("website", "Pulumi.prod.yaml", 1)]
    [InlineData("catalog", "Pulumi.prod.yaml", 1)]
    public void Find_OfAResource_IsThatOfItsService(string resource, string file, int line) =>
        Assert.Equal(
            new ManifestPlace(Path.Combine(_folder.FullName, file), line),
            ServicePlaces
                .Read(Path.Combine(_folder.FullName, "Pulumi.prod.yaml"))
                .Find(Urn.Create("prod", "shop", default, "kubernetes:core/v1:ConfigMap", resource))
        );

    [Fact]
    public void Find_OfTheStack_IsTheStacksFile() =>
        Assert.Equal(1, ServicePlaces.Read(Path.Combine(_folder.FullName, "Pulumi.test.yaml")).Find(default).Line);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);
}
