using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The nodes that a cluster starts with.</summary>
public sealed record NodePoolOptions
{
    /// <summary>The number of nodes.</summary>
    public int Count { get; init; } = 3;

    /// <summary>The prefix of the nodes' names; a number follows.</summary>
    public string NamePrefix { get; init; } = "node-";

    /// <summary>CPU of each node, as a Kubernetes quantity.</summary>
    public string Cpu { get; init; } = "8";

    /// <summary>Memory of each node, as a Kubernetes quantity.</summary>
    public string Memory { get; init; } = "32Gi";

    /// <summary>The maximum number of pods on each node.</summary>
    public int Pods { get; init; } = 110;

    /// <summary>The region of all nodes.</summary>
    public string Region { get; init; } = "local";

    /// <summary>The zones; nodes are assigned to them in turn.</summary>
    public IReadOnlyList<string> Zones { get; init; } = ["a", "b", "c"];

    /// <summary>Additional labels, beside those that a kubelet sets.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Taints in the form of <c>kubectl taint</c>: <c>key=value:Effect</c>.</summary>
    public IReadOnlyList<string> Taints { get; init; } = [];

    /// <summary>The handlers of runtime classes that the nodes have beside the default one; null for any handler.</summary>
    public IReadOnlyList<string>? RuntimeHandlers { get; init; }
}

/// <summary>Creates and recognises simulated nodes.</summary>
internal static class SimulatedNodes
{
    /// <summary>The label of a simulated node; its value is the number of its pods' network.</summary>
    public const string Label = "simulator.infra/network";

    private const string KubeletVersion = "v1.36.2";
    private const int KubeletPort = 10250;
    private const int FirstPodNetwork = 244;

    /// <summary>Whether the simulator runs this node's pods.</summary>
    public static bool IsSimulated(Node node) => node.Labels.ContainsKey(Label);

    /// <summary>The number of the network of the node's pods.</summary>
    public static int GetNetwork(Node node) => int.TryParse(node.Labels.GetValueOrDefault(Label), out var network) ? network : 0;

    /// <summary>The first three parts of the addresses of a network of pods: 10.244.0 and so on.</summary>
    public static string GetPodNetwork(int network)
    {
        var block = ((FirstPodNetwork * 256) + network) % (256 * 256);
        return $"10.{block / 256}.{block % 256}";
    }

    /// <summary>The name of a node of a pool.</summary>
    public static string GetName(NodePoolOptions pool, int number) => pool.NamePrefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The zone of a node of a pool; null for none.</summary>
    public static string? GetZone(NodePoolOptions pool, int number) =>
        pool.Zones.Count == 0 ? null : pool.Zones[(number - 1) % pool.Zones.Count];

    /// <summary>The node's own address.</summary>
    public static string GetAddress(Node node) =>
        node.Source.Status.Objects("addresses").FirstOrDefault(a => a.Text("type") == "InternalIP").Text("address") ?? "";

    /// <summary>Creates the nodes that do not exist yet.</summary>
    public static void Register(IClusterClient client, NodePoolOptions pool, DateTimeOffset now)
    {
        for (var number = 1; number <= pool.Count; number++)
        {
            var node = Describe(pool, number, number);
            if (client.Find(GroupResource.Nodes, "", node.Text("metadata", "name")!) is not null)
            {
                continue;
            }

            var created = client.Create(GroupResource.Nodes, node);
            var body = created.Copy();
            body["status"] = CreateStatus(pool, number, number, now);
            client.UpdateStatus(GroupResource.Nodes, body);
        }
    }

    /// <summary>Creates a node of a pool, without its status.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="number">The number of the node in its name.</param>
    /// <param name="network">The number of its pods' network, which differs from those of all other nodes.</param>
    public static JsonObject Describe(NodePoolOptions pool, int number, int network)
    {
        var name = GetName(pool, number);
        var labels = new JsonObject
        {
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["topology.kubernetes.io/region"] = pool.Region,
            [Label] = network.ToString(CultureInfo.InvariantCulture),
        };
        if (GetZone(pool, number) is { } zone)
        {
            labels["topology.kubernetes.io/zone"] = zone;
        }

        foreach (var (key, value) in pool.Labels)
        {
            labels[key] = value;
        }

        var spec = new JsonObject { ["podCIDR"] = $"{GetPodNetwork(network)}.0/24", ["providerID"] = $"simulated://{name}" };
        if (pool.Taints.Count > 0)
        {
            spec["taints"] = new JsonArray([.. pool.Taints.Select(ParseTaint)]);
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels },
            ["spec"] = spec,
        };
    }

    /// <summary>Creates the status of a healthy node of a pool.</summary>
    public static JsonObject CreateStatus(NodePoolOptions pool, int number, int network, DateTimeOffset now)
    {
        JsonObject Capacity() =>
            new()
            {
                ["cpu"] = pool.Cpu,
                ["ephemeral-storage"] = "100Gi",
                ["memory"] = pool.Memory,
                ["pods"] = pool.Pods.ToString(CultureInfo.InvariantCulture),
            };
        var name = GetName(pool, number);
        var status = new JsonObject
        {
            ["capacity"] = Capacity(),
            ["allocatable"] = Capacity(),
            ["conditions"] = CreateConditions(now),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = $"192.168.{network / 250}.{(network % 250) + 2}" },
                new JsonObject { ["type"] = "Hostname", ["address"] = name }
            ),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = KubeletPort } },
            ["nodeInfo"] = new JsonObject
            {
                ["machineID"] = "",
                ["systemUUID"] = "",
                ["bootID"] = "",
                ["kernelVersion"] = "simulated",
                ["osImage"] = "Simulated",
                ["containerRuntimeVersion"] = "simulated://1",
                ["kubeletVersion"] = KubeletVersion,
                ["kubeProxyVersion"] = "",
                ["operatingSystem"] = "linux",
                ["architecture"] = "amd64",
            },
        };
        if (pool.RuntimeHandlers is { } handlers)
        {
            status["runtimeHandlers"] = RuntimeHandlers.ToJson(handlers);
        }

        return status;
    }

    /// <summary>The conditions of a healthy node.</summary>
    public static JsonArray CreateConditions(DateTimeOffset now) =>
        new JsonArray(
            NodeCondition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
            NodeCondition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
            NodeCondition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
            NodeCondition("Ready", "True", "KubeletReady", "the simulated node is posting ready status", now)
        );

    private static JsonObject NodeCondition(string type, string status, string reason, string message, DateTimeOffset now) =>
        new()
        {
            ["type"] = type,
            ["status"] = status,
            ["lastHeartbeatTime"] = Timestamps.Format(now),
            ["lastTransitionTime"] = Timestamps.Format(now),
            ["reason"] = reason,
            ["message"] = message,
        };

    /// <summary>Parses a taint as <c>kubectl taint</c> does.</summary>
    /// <exception cref="FormatException">The text is not one.</exception>
    public static JsonNode ParseTaint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0)
        {
            throw new FormatException($"'{text}' is not a taint; write key=value:Effect, for instance dedicated=db:NoSchedule");
        }

        var (taint, effect) = (text[..colon], text[(colon + 1)..]);
        var equals = taint.IndexOf('=', StringComparison.Ordinal);
        var json = new JsonObject { ["key"] = equals < 0 ? taint : taint[..equals], ["effect"] = effect };
        if (equals >= 0)
        {
            json["value"] = taint[(equals + 1)..];
        }

        return json;
    }
}
