using System.Text.Json.Nodes;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Autoscaling;

/// <summary>A cluster with autoscaled pools of nodes with 4 cores and 8 GiB.</summary>
internal sealed class AutoscaledCluster(params VirtualPool[] pools) : IDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public VirtualCluster Cluster { get; } = new(new VirtualClusterOptions { Start = _start, Pools = pools });

    public TimeSpan Elapsed => Cluster.Now - _start;

    public string Nodes => string.Join(' ', Cluster.Nodes.Select(node => node.Name).Order(StringComparer.Ordinal));

    public static VirtualPool Pool(
        string name,
        int count,
        int min,
        int max,
        string cpu = "4",
        string memory = "8Gi",
        params string[] zones
    ) =>
        new(
            new NodePool(
                name,
                new NodePoolOptions
                {
                    NamePrefix = $"{name}-",
                    Count = count,
                    Cpu = cpu,
                    Memory = memory,
                    Zones = zones,
                    Labels = new Dictionary<string, string> { ["pool"] = name },
                }
            ),
            min,
            max,
            TimeSpan.FromSeconds(90)
        );

    public void Dispose() => Cluster.Dispose();

    public void Run(TimeSpan duration) => Cluster.Advance(duration);

    public bool RunUntil(Func<bool> condition, TimeSpan atMost) => Cluster.AdvanceUntil(condition, atMost);

    /// <summary>Creates a Deployment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="replicas">The number of its pods.</param>
    /// <param name="cpu">The cores that each requests.</param>
    /// <param name="memory">The memory that each requests.</param>
    /// <param name="spec">Further fields of the pods' spec, each with a comma after it.</param>
    /// <param name="annotations">Annotations of the pods, as JSON.</param>
    public void Deploy(string name, int replicas, string cpu, string memory = "1Gi", string spec = "", string annotations = "{}") =>
        Apply(
            $$$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{name}}}}","namespace":"default"},"spec":{
              "replicas":{{{{replicas}}}},"selector":{"matchLabels":{"app":"{{{{name}}}}"} },
              "template":{"metadata":{"labels":{"app":"{{{{name}}}}"},"annotations":{{{{annotations}}}} },"spec":{ {{{{spec}}}}
                "containers":[{"name":"app","image":"app:1",
                  "resources":{"requests":{"cpu":"{{{{cpu}}}}","memory":"{{{{memory}}}}"} } }]} } } }
            """
        );

    public void Apply(string json)
    {
        if (Cluster.Apply([(JsonObject)JsonNode.Parse(json)!]) is [{ } refused, ..])
        {
            throw new InvalidOperationException(refused.Message);
        }
    }

    public void Scale(string name, int replicas) =>
        Cluster.Client.Patch(
            GroupResource.Deployments,
            "default",
            name,
            new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }
        );

    public int CountRunning(string app) => Cluster.Pods.Count(pod => pod.Source.Labels.GetValueOrDefault("app") == app && pod.IsReady);

    public IEnumerable<VirtualEvent> TakeEvents(string reason) => Cluster.TakeEvents().Where(one => one.Reason == reason);
}
