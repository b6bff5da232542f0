using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes.Pools;

/// <summary>
/// A pool of simulated nodes. It is a ConfigMap in <c>kube-system</c> with a label, so that any client of the API can list, add, change
/// and remove pools, a stack's program too: docs/simulated-nodes.md.
/// </summary>
/// <param name="Name">The pool's name, which its nodes have as a label.</param>
/// <param name="Nodes">Its nodes.</param>
public sealed record NodePool(string Name, NodePoolOptions Nodes)
{
    /// <summary>The namespace of pools.</summary>
    public const string Namespace = "kube-system";

    /// <summary>The label of the ConfigMaps that are pools, and of their nodes; its value is the pool's name.</summary>
    public const string Label = "simulator.infra/node-pool";

    /// <summary>The name of the pool of the nodes that a cluster starts with, which have no label.</summary>
    public const string Initial = "default";

    /// <summary>The most nodes of a pool.</summary>
    public const int MaxSize = 5000;

    private const int MaxPods = 1000;

    /// <summary>The name of the ConfigMap of a pool.</summary>
    public static string GetObjectName(string pool) => $"node-pool-{pool}";

    /// <summary>Identifies the nodes' properties: nodes with other properties are replaced.</summary>
    internal string Template => GetTemplate(Nodes);

    /// <summary>Reads a pool from its ConfigMap. Properties that it does not have are those of the given nodes.</summary>
    /// <exception cref="FormatException">A property is malformed.</exception>
    internal static NodePool FromJson(JsonObject body, NodePoolOptions defaults)
    {
        var name = body.Text("metadata", "labels", Label) ?? "";
        var data = body.Map("data") ?? [];
        var taints = ParseList(data, "taints");
        foreach (var taint in taints ?? [])
        {
            _ = SimulatedNodes.ParseTaint(taint);
        }

        return new NodePool(
            name,
            defaults with
            {
                NamePrefix = name == Initial ? defaults.NamePrefix : $"{name}-",
                Count = ParseNumber(data, "size", 0, MaxSize) ?? defaults.Count,
                Pods = ParseNumber(data, "maxPods", 1, MaxPods) ?? defaults.Pods,
                Cpu = ParseQuantity(data, "cpu") ?? defaults.Cpu,
                Memory = ParseQuantity(data, "memory") ?? defaults.Memory,
                Zones = ParseList(data, "zones") ?? defaults.Zones,
                Labels = ParseLabels(data) ?? defaults.Labels,
                Taints = taints ?? defaults.Taints,
                RuntimeHandlers = ParseList(data, "runtimes") ?? defaults.RuntimeHandlers,
            }
        );
    }

    /// <summary>Creates the ConfigMap of the pool.</summary>
    public JsonObject ToJson()
    {
        var data = new JsonObject
        {
            ["size"] = Nodes.Count.ToString(CultureInfo.InvariantCulture),
            ["maxPods"] = Nodes.Pods.ToString(CultureInfo.InvariantCulture),
            ["cpu"] = Nodes.Cpu,
            ["memory"] = Nodes.Memory,
            ["zones"] = string.Join(',', Nodes.Zones),
        };
        AddList(data, "labels", Nodes.Labels.Select(label => $"{label.Key}={label.Value}"));
        AddList(data, "taints", Nodes.Taints);
        AddList(data, "runtimes", Nodes.RuntimeHandlers ?? []);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = GetObjectName(Name),
                ["namespace"] = Namespace,
                ["labels"] = new JsonObject { [Label] = Name },
            },
            ["data"] = data,
        };
    }

    /// <summary>The pool whose nodes have its label; the nodes that a cluster starts with have none.</summary>
    internal NodePool WithLabel() =>
        Name == Initial
            ? this
            : this with
            {
                Nodes = Nodes with { Labels = new Dictionary<string, string>(Nodes.Labels) { [Label] = Name } },
            };

    /// <summary>Identifies the properties of nodes, whatever their number.</summary>
    internal static string GetTemplate(NodePoolOptions nodes)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            nodes with
            {
                Count = 0,
                Labels = new SortedDictionary<string, string>(nodes.Labels.ToDictionary(), StringComparer.Ordinal),
            }
        );
        return Convert.ToHexStringLower(SHA256.HashData(json))[..10];
    }

    private static void AddList(JsonObject data, string key, IEnumerable<string> values)
    {
        if (string.Join(',', values) is { Length: > 0 } text)
        {
            data[key] = text;
        }
    }

    private static int? ParseNumber(JsonObject data, string key, int minimum, int maximum)
    {
        if (data.Text(key) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw new FormatException($"{key}: '{text}' is not a whole number from {minimum} to {maximum}");
    }

    private static string? ParseQuantity(JsonObject data, string key)
    {
        if (data.Text(key) is not { } text)
        {
            return null;
        }

        return Quantity.TryParse(text, out var quantity) && !quantity.IsNegative
            ? text
            : throw new FormatException($"{key}: '{text}' is not a quantity; write it as 8, 500m or 32Gi");
    }

    private static string[]? ParseList(JsonObject data, string key) =>
        data.Text(key)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, string>? ParseLabels(JsonObject data)
    {
        if (ParseList(data, "labels") is not { } texts)
        {
            return null;
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in texts.Select(ParseLabel))
        {
            if (!labels.TryAdd(key, value))
            {
                throw new FormatException($"labels: '{key}' is given twice");
            }
        }

        return labels;
    }

    private static KeyValuePair<string, string> ParseLabel(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } key, var value]
            ? KeyValuePair.Create(key, value)
            : throw new FormatException($"labels: '{text}' is not a label; write KEY=VALUE");
}
