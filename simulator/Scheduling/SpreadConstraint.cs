using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>How evenly pods are to be spread over the values of a node label.</summary>
/// <param name="TopologyKey">The node label.</param>
/// <param name="MaxSkew">How many more pods than the least used domain any domain may have.</param>
/// <param name="IsRequired">Whether a pod rather waits than break it.</param>
/// <param name="MinDomains">With fewer domains than these, the least used one counts as empty.</param>
/// <param name="Selector">The pods that are counted; null for none.</param>
/// <param name="HonorsNodeAffinity">Whether nodes the pod may not use by its affinity are left out.</param>
/// <param name="HonorsTaints">Whether nodes with taints the pod does not tolerate are left out.</param>
internal sealed record SpreadConstraint(
    string TopologyKey, int MaxSkew, bool IsRequired, int MinDomains, LabelSelector? Selector, bool HonorsNodeAffinity, bool HonorsTaints)
{
    /// <summary>Reads a constraint of a pod.</summary>
    public static SpreadConstraint FromJson(JsonObject json, KubeObject pod)
    {
        var selector = LabelSelector.FromJson(json.Map("labelSelector"));
        if (selector is not null)
            selector = new LabelSelector([.. selector.Requirements, .. PodAffinityTerm.Keys(json, "matchLabelKeys", pod, LabelOperator.In)]);
        return new SpreadConstraint(
            json.Text("topologyKey") ?? "",
            (int)(json.Number("maxSkew") ?? 1),
            json.Text("whenUnsatisfiable") != "ScheduleAnyway",
            (int)(json.Number("minDomains") ?? 1),
            selector,
            json.Text("nodeAffinityPolicy") != "Ignore",
            json.Text("nodeTaintsPolicy") == "Honor");
    }

    /// <summary>How the pods of a workload are spread that says nothing about it: a preference, and not a strong one.</summary>
    public static IReadOnlyList<SpreadConstraint> Default(LabelSelector selector) =>
    [
        new("kubernetes.io/hostname", 3, IsRequired: false, 1, selector, HonorsNodeAffinity: true, HonorsTaints: false),
        new("topology.kubernetes.io/zone", 5, IsRequired: false, 1, selector, HonorsNodeAffinity: true, HonorsTaints: false),
    ];

    /// <summary>How many of the pods on a node are counted.</summary>
    public int Count(NodeInfo node, string inNamespace)
    {
        if (Selector is null)
            return 0;
        var count = 0;
        foreach (var placed in node.Pods)
        {
            if (placed.Namespace == inNamespace && !placed.IsDeleting && Selector.Matches(placed.Labels))
                count++;
        }

        return count;
    }

    /// <summary>Whether a pod counts itself.</summary>
    public bool Matches(Pod pod) => Selector is not null && Selector.Matches(pod.Labels);

    /// <summary>Whether a node belongs to those the pods are spread over.</summary>
    public bool Includes(NodeInfo node, PodRequirements pod) =>
        (!HonorsNodeAffinity || pod.NodeAffinity.Matches(node.Node)) && (!HonorsTaints || pod.UntoleratedTaint(node) is null);
}
