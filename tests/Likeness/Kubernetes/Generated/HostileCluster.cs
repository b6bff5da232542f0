using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Generated;

/// <summary>A cluster in virtual time with its whole control plane, which collects the failures of components.</summary>
internal sealed class HostileCluster : IDisposable
{
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ApiHandler _handler;
    private readonly ControlLoop _loop;

    public HostileCluster()
    {
        var cluster = new InMemoryCluster(_clock, new IdentitySource(5));
        Client = cluster.Client;
        ClusterBootstrap.Run(Client);
        _handler = ApiServer.CreateHandler(cluster.Api, RecordedRequest.Token);
        var options = new ControlPlaneOptions
        {
            Nodes = new NodePoolOptions { Count = 3 },
            CertificateAuthority = "-----BEGIN CERTIFICATE-----",
            HasMetrics = true,
            OnFailure = Failures.Add,
        };
        _loop = new ControlPlane(_clock, cluster.Identities, options).Start(Client);
    }

    public IClusterClient Client { get; }

    /// <summary>What components reported.</summary>
    public List<ComponentFailure> Failures { get; } = [];

    public void Dispose() => _loop.Dispose();

    public void Run(double seconds) => _loop.RunFor(_clock, TimeSpan.FromSeconds(seconds));

    public bool RunUntil(Func<bool> condition, double seconds) =>
        _loop.RunUntil(_clock, condition, _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    /// <summary>Creates a namespace and waits for the ServiceAccount that its pods need.</summary>
    public void CreateNamespace(string name)
    {
        Client.Create(GroupResource.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        Assert.True(RunUntil(() => Client.Find(GroupResource.ServiceAccounts, name, "default") is not null, 10));
    }

    /// <summary>Limits the pods of a namespace: workloads may ask for billions.</summary>
    public void LimitPods(string inNamespace, int pods) =>
        Client.Create(
            GroupResource.ResourceQuotas,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "pods", ["namespace"] = inNamespace },
                ["spec"] = new JsonObject { ["hard"] = new JsonObject { ["pods"] = $"{pods}" } },
            }
        );

    public async Task<Answer> SendAsync(JsonObject request)
    {
        var context = RecordedRequest.ToContext(request);
        using var body = new MemoryStream();
        context.Response.Body = body;
        await _handler.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        return Answer.Read(context.Response, body);
    }
}
