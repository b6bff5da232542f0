using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>A topology spread constraint.</summary>
/// <param name="TopologyKey">The node label.</param>
/// <param name="MaxSkew">The maximum difference in matching pods between any domain and the one with the fewest.</param>
/// <param name="IsRequired">Whether <c>whenUnsatisfiable</c> is <c>DoNotSchedule</c>.</param>
/// <param name="MinDomains">With fewer domains than this, the minimum counts as zero pods.</param>
/// <param name="Selector">The pods to count; null for none.</param>
/// <param name="HonorsNodeAffinity">Whether nodes excluded by the pod's node affinity are ignored.</param>
/// <param name="HonorsTaints">Whether nodes with untolerated taints are ignored.</param>
internal sealed record SpreadConstraint(
    string TopologyKey,
    int MaxSkew,
    bool IsRequired,
    int MinDomains,
    LabelSelector? Selector,
    bool HonorsNodeAffinity,
    bool HonorsTaints
)
{
    /// <summary>Reads an entry of <c>topologySpreadConstraints</c>.</summary>
    public static SpreadConstraint FromJson(JsonObject json) =>
        new(
            json.Text("topologyKey") ?? "",
            (int)(json.Number("maxSkew") ?? 1),
            json.Text("whenUnsatisfiable") != "ScheduleAnyway",
            (int)(json.Number("minDomains") ?? 1),
            LabelSelector.FromJson(json.Map("labelSelector")),
            json.Text("nodeAffinityPolicy") != "Ignore",
            json.Text("nodeTaintsPolicy") == "Honor"
        );

    /// <summary>Kubernetes' default constraints for workloads without their own; they are preferences.</summary>
    public static IReadOnlyList<SpreadConstraint> Default(LabelSelector selector) =>
        [
            new("kubernetes.io/hostname", 3, IsRequired: false, 1, selector, HonorsNodeAffinity: true, HonorsTaints: false),
            new("topology.kubernetes.io/zone", 5, IsRequired: false, 1, selector, HonorsNodeAffinity: true, HonorsTaints: false),
        ];

    /// <summary>The pods to count.</summary>
    public PodGroup GetGroup(string inNamespace) => PodGroup.Selected(inNamespace, Selector);

    /// <summary>Whether the pods of all nodes with the topology label are counted, whatever their other labels and taints.</summary>
    public bool IncludesAll(PodRequirements pod) => (!HonorsNodeAffinity || pod.NodeAffinity.IsEmpty) && !HonorsTaints;

    /// <summary>Whether a pod matches the constraint's selector.</summary>
    public bool Matches(Pod pod) => Selector is not null && Selector.Matches(pod.Labels);

    /// <summary>Whether the pods of a node are counted.</summary>
    public bool Includes(NodeInfo node, PodRequirements pod) =>
        (!HonorsNodeAffinity || pod.NodeAffinity.Matches(node.Node)) && (!HonorsTaints || pod.UntoleratedTaint(node) is null);
}
