using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A node.</summary>
internal sealed class Node(KubeObject source) : ObjectView(source)
{
    /// <summary>The value of the zone label, or null.</summary>
    public string? Zone => Labels.GetValueOrDefault("topology.kubernetes.io/zone");

    /// <summary>Region and zone, which identify the zone.</summary>
    public string ZoneKey => $"{Labels.GetValueOrDefault("topology.kubernetes.io/region")}:{Zone}";

    /// <summary>The node's taints.</summary>
    public IReadOnlyList<Taint> Taints { get; } = [.. source.Spec.Objects("taints").Select(Taint.FromJson)];

    /// <summary>Whether the node is cordoned.</summary>
    public bool IsUnschedulable { get; } = source.Spec.Flag("unschedulable");

    /// <summary>The status of the Ready condition; null without that condition.</summary>
    public string? ReadyStatus { get; } = source.Status.Objects("conditions").FirstOrDefault(c => c.Text("type") == "Ready").Text("status");

    /// <summary>Whether the node's Ready condition is true.</summary>
    public bool IsReady => ReadyStatus == "True";
}
