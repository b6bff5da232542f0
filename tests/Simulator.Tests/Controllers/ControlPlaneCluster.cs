using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>A cluster with its whole control plane, in virtual time.</summary>
internal sealed class ControlPlaneCluster : IDisposable
{
    public ControlPlaneCluster(NodePoolOptions? nodes = null, KubeletOptions? kubelet = null, int seed = 7, bool hasMetrics = false)
    {
        Clock = new VirtualClock(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        Cluster = new InMemoryCluster(Clock, new IdentitySource(seed));
        foreach (var name in (string[])["default", "kube-system", "kube-node-lease"])
        {
            CreateNamespace(name);
        }

        var options = new ControlPlaneOptions
        {
            Nodes = nodes ?? new NodePoolOptions(),
            Kubelet = kubelet ?? new KubeletOptions(),
            CertificateAuthority = "-----BEGIN CERTIFICATE-----",
            HasMetrics = hasMetrics,
            OnFailure = ComponentFailure.Throw,
        };
        Loop = new ControlPlane(Clock, Cluster.Identities, options).Start(Cluster.Client);
        // Admission rejects pods until the namespace has its service account.
        RunUntil(() => Find(GroupResource.ServiceAccounts, "default") is not null);
    }

    public VirtualClock Clock { get; }

    public InMemoryCluster Cluster { get; }

    public IClusterClient Client => Cluster.Client;

    public ControlLoop Loop { get; }

    public void Dispose() => Loop.Dispose();

    public void CreateNamespace(string name) =>
        Client.Create(
            GroupResource.Namespaces,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
            }
        );

    public KubeObject Create(GroupResource resource, string json) => Client.Create(resource, Parse(json));

    public KubeObject Patch(GroupResource resource, string name, string json) => Client.Patch(resource, "default", name, Parse(json));

    public void Run(double seconds) => Loop.RunFor(Clock, TimeSpan.FromSeconds(seconds));

    public bool RunUntil(Func<bool> condition, double seconds = 60) =>
        Loop.RunUntil(Clock, condition, Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    public KubeObject? Find(GroupResource resource, string name) => Client.Find(resource, "default", name);

    public IReadOnlyList<KubeObject> List(GroupResource resource) => Client.List(resource, "default").Items;

    public IEnumerable<string> Events(string reason) =>
        List(GroupResource.Events).Where(e => e.Body.Text("reason") == reason).Select(e => e.Body.Text("message") ?? "");

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
