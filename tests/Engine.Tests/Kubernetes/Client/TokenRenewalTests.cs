using System.Net;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Engine.Tests.Kubernetes.Client;

/// <summary>A token that expires is read again from its file.</summary>
public sealed class TokenRenewalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");
    private int _rejections;

    private string TokenFile => Path.Combine(_folder.FullName, "token");

    [Fact]
    public async Task Get_RejectedToken_IsReloadedOnce()
    {
        using var cluster = CreateCluster(rejections: 1, "{}");
        using var client = CreateClient(cluster);

        await client.GetAsync("version", CancellationToken.None);

        Assert.Equal(2, cluster.Requests.Count);
    }

    [Fact]
    public async Task Watch_RejectedToken_IsReloadedOnce()
    {
        using var cluster = CreateCluster(rejections: 1, """{"type":"ADDED","object":{"kind":"ConfigMap","metadata":{"name":"a"}}}""");
        using var client = CreateClient(cluster);
        var seen = new List<WatchEventType>();

        await foreach (var change in client.WatchAsync("api/v1/configmaps", "5", CancellationToken.None))
        {
            seen.Add(change.Type);
        }

        Assert.Equal([WatchEventType.Added], seen);
        Assert.Equal(2, cluster.Requests.Count);
    }

    [Fact]
    public async Task Watch_TokenRejectedTwice_IsUnauthorized()
    {
        using var cluster = CreateCluster(rejections: 2, "{}");
        using var client = CreateClient(cluster);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(async () =>
        {
            await foreach (var _ in client.WatchAsync("api/v1/configmaps", "5", CancellationToken.None)) { }
        });

        Assert.True(error.IsUnauthorized);
        Assert.Equal(2, cluster.Requests.Count);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private FakeCluster CreateCluster(int rejections, string answer)
    {
        File.WriteAllText(TokenFile, "old");
        return new FakeCluster
        {
            Answer = _ =>
            {
                File.WriteAllText(TokenFile, "new");
                return ++_rejections <= rejections
                    ? FakeCluster.Status(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized")
                    : FakeCluster.Json(HttpStatusCode.OK, answer);
            },
        };
    }

    private KubernetesClient CreateClient(FakeCluster cluster) =>
        new(
            FakeCluster.Connection with
            {
                Credentials = RequestCredentials.Create(new KubeconfigUser { TokenFile = TokenFile }, "u", TimeProvider.System),
            },
            cluster,
            TimeProvider.System
        );
}
