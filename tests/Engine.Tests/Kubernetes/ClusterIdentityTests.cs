using System.Net;

namespace Engine.Tests.Kubernetes;

public sealed class ClusterIdentityTests : KubernetesProviderTestBase
{
    [Fact]
    public async Task FindIdentity_KubeSystemCanBeRead_IsItsUid()
    {
        await ConfigureAsync();
        Cluster.Put("api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-system","uid":"u-1"}}""");

        Assert.Equal(Cluster.Find("api/v1/namespaces/kube-system")!["metadata"]!["uid"]!.GetValue<string>(), await FindAsync());
    }

    [Fact]
    public async Task FindIdentity_KubeSystemIsForbidden_IsTheAddressOfTheServer()
    {
        await ConfigureAsync();
        Cluster.Answer = request =>
            request.Path == "api/v1/namespaces/kube-system"
                ? FakeCluster.Status(HttpStatusCode.Forbidden, "Forbidden", "User \"dev\" cannot get resource \"namespaces\"")
                : null;

        Assert.Equal("https://fake.test/", await FindAsync());
    }

    private Task<string?> FindAsync() => Provider.FindIdentityAsync(CancellationToken.None);
}
