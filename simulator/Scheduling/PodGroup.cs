using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>The pods of a namespace that a selector selects, without those being deleted.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Selector">The selector.</param>
internal sealed record PodGroup(string Namespace, LabelSelector Selector)
{
    /// <summary>Groups of equal keys have the same pods.</summary>
    public string Key { get; } = $"{Namespace}\n{Selector}";

    /// <summary>Whether a pod belongs to the group.</summary>
    public bool Contains(Pod pod) => pod.Namespace == Namespace && !pod.IsDeleting && Selector.Matches(pod.Labels);
}
