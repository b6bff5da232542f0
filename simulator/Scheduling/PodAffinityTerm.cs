using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>Pods to be near to, or far from.</summary>
/// <param name="TopologyKey">The node label that says what near is.</param>
/// <param name="Namespaces">The namespaces of the pods meant; null for all.</param>
/// <param name="Selector">The pods meant; null for none.</param>
/// <param name="Weight">How much it counts where it is only a preference.</param>
internal sealed record PodAffinityTerm(string TopologyKey, IReadOnlySet<string>? Namespaces, LabelSelector? Selector, int Weight)
{
    /// <summary>Reads the required terms of <c>podAffinity</c> or <c>podAntiAffinity</c>.</summary>
    public static IReadOnlyList<PodAffinityTerm> Required(JsonObject? affinity, KubeObject pod) =>
        [.. affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution").Select(term => FromJson(term, pod, 0))];

    /// <summary>Reads the preferred terms of <c>podAffinity</c> or <c>podAntiAffinity</c>.</summary>
    public static IReadOnlyList<PodAffinityTerm> Preferred(JsonObject? affinity, KubeObject pod) =>
        [.. affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution")
            .Select(term => FromJson(term.Map("podAffinityTerm") ?? [], pod, (int)(term.Number("weight") ?? 0)))];

    /// <summary>Whether a pod is among those meant.</summary>
    public bool Matches(Pod pod) =>
        Selector is not null && (Namespaces is null || Namespaces.Contains(pod.Namespace)) && Selector.Matches(pod.Labels);

    private static PodAffinityTerm FromJson(JsonObject json, KubeObject pod, int weight)
    {
        var names = (json.Array("namespaces") ?? []).Select(n => n?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);
        // An empty namespace selector means every namespace. Labels of namespaces are not looked at: a selector on them chooses none.
        IReadOnlySet<string>? namespaces = json.Map("namespaceSelector") is { Count: 0 } ? null : names;
        if (namespaces is { Count: 0 } && json.Map("namespaceSelector") is null)
            namespaces = new HashSet<string>(StringComparer.Ordinal) { pod.Namespace };
        return new PodAffinityTerm(json.Text("topologyKey") ?? "", namespaces, WithPodLabels(json, pod), weight);
    }

    // matchLabelKeys ask for the pod's own values of these labels, mismatchLabelKeys for other ones.
    private static LabelSelector? WithPodLabels(JsonObject json, KubeObject pod)
    {
        if (LabelSelector.FromJson(json.Map("labelSelector")) is not { } selector)
            return null;
        var more = Keys(json, "matchLabelKeys", pod, LabelOperator.In).Concat(Keys(json, "mismatchLabelKeys", pod, LabelOperator.NotIn)).ToList();
        return more.Count == 0 ? selector : new LabelSelector([.. selector.Requirements, .. more]);
    }

    internal static IEnumerable<LabelRequirement> Keys(JsonObject json, string field, KubeObject pod, LabelOperator match) =>
        (json.Array(field) ?? []).Select(k => k?.GetValue<string>() ?? "").Where(pod.Labels.ContainsKey).Select(k => new LabelRequirement(k, match, [pod.Labels[k]]));
}
