using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>Pods that are counted together.</summary>
/// <param name="Key">Groups of equal keys have the same pods.</param>
/// <param name="Contains">Whether a pod belongs to the group.</param>
internal sealed record PodGroup(string Key, Func<Pod, bool> Contains)
{
    /// <summary>The pods of a namespace that a selector selects, without those being deleted; no pods without a selector.</summary>
    public static PodGroup Selected(string inNamespace, LabelSelector? selector) =>
        selector is null
            ? new PodGroup("none", _ => false)
            : new PodGroup($"{inNamespace}\n{selector}", pod =>
                pod.Namespace == inNamespace && !pod.IsDeleting && selector.Matches(pod.Labels)
            );

    /// <summary>The pods that match all of the terms.</summary>
    public static PodGroup Matching(params IReadOnlyList<PodAffinityTerm> terms) =>
        new(string.Join("\n\n", terms.Select(term => $"\n{term.Pods}")), pod => terms.All(term => term.Matches(pod)));
}
