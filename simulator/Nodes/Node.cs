using Infra.Simulator.Controllers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>A node, as controllers see it.</summary>
internal sealed class Node(KubeObject source) : ObjectView(source)
{
    /// <summary>The zone by the node's label, or null.</summary>
    public string? Zone => Labels.GetValueOrDefault("topology.kubernetes.io/zone");

    /// <summary>Whether the node is ready for work.</summary>
    public bool IsReady { get; } = source.Status.Objects("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");
}
