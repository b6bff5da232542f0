using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>A pod affinity or anti-affinity term.</summary>
/// <param name="TopologyKey">The node label whose values are the topology domains.</param>
/// <param name="Namespaces">The namespaces of matching pods; null for all.</param>
/// <param name="Selector">Selects the matching pods; null for none.</param>
/// <param name="Weight">The weight of a preferred term.</param>
internal sealed record PodAffinityTerm(string TopologyKey, IReadOnlySet<string>? Namespaces, LabelSelector? Selector, int Weight)
{
    /// <summary>Terms with equal texts match the same pods.</summary>
    public string Pods =>
        $"{(Namespaces is null ? "*" : string.Join(',', Namespaces.Order(StringComparer.Ordinal)))}\n{(Selector is null ? "!" : Selector)}";

    /// <summary>Terms of equal keys are equal.</summary>
    public string Key => $"{TopologyKey}\n{Weight}\n{Pods}";

    /// <summary>Reads the required terms of <c>podAffinity</c> or <c>podAntiAffinity</c>.</summary>
    public static IReadOnlyList<PodAffinityTerm> Required(JsonObject? affinity, KubeObject pod) =>
        [.. affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution").Select(term => FromJson(term, pod, 0))];

    /// <summary>Reads the preferred terms of <c>podAffinity</c> or <c>podAntiAffinity</c>.</summary>
    public static IReadOnlyList<PodAffinityTerm> Preferred(JsonObject? affinity, KubeObject pod) =>
        [
            .. affinity
                .Objects("preferredDuringSchedulingIgnoredDuringExecution")
                .Select(term => FromJson(term.Map("podAffinityTerm") ?? [], pod, (int)(term.Number("weight") ?? 0))),
        ];

    /// <summary>Whether a pod matches.</summary>
    public bool Matches(Pod pod) =>
        Selector is not null && (Namespaces is null || Namespaces.Contains(pod.Namespace)) && Selector.Matches(pod.Labels);

    private static PodAffinityTerm FromJson(JsonObject json, KubeObject pod, int weight)
    {
        var names = (json.Array("namespaces") ?? []).Select(n => n?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);
        // An empty namespace selector selects all namespaces. Selectors on namespace labels are not supported and select none.
        IReadOnlySet<string>? namespaces = json.Map("namespaceSelector") is { Count: 0 } ? null : names;
        if (namespaces is { Count: 0 } && json.Map("namespaceSelector") is null)
        {
            namespaces = new HashSet<string>(StringComparer.Ordinal) { pod.Namespace };
        }

        return new PodAffinityTerm(json.Text("topologyKey") ?? "", namespaces, LabelSelector.FromJson(json.Map("labelSelector")), weight);
    }
}
