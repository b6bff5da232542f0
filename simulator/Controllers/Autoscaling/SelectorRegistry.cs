using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>The selectors of all autoscalers' targets: a pod must not be selected by two of them.</summary>
internal sealed class SelectorRegistry
{
    private readonly SortedDictionary<string, (ObjectKey Key, LabelSelector? Selector)> _selectors = new(StringComparer.Ordinal);

    /// <summary>Adds an autoscaler, whose target is not known yet.</summary>
    public void Register(ObjectKey autoscaler) => _selectors.TryAdd(autoscaler.ToString(), (autoscaler, null));

    /// <summary>Removes an autoscaler.</summary>
    public void Remove(ObjectKey autoscaler) => _selectors.Remove(autoscaler.ToString());

    /// <summary>Sets the selector of an autoscaler's target and finds the autoscalers that select any of its pods.</summary>
    public IReadOnlyList<ObjectKey> FindSelecting(ObjectKey autoscaler, LabelSelector selector, IReadOnlyCollection<Pod> pods)
    {
        _selectors[autoscaler.ToString()] = (autoscaler, selector);
        return
        [
            .. _selectors
                .Values.Where(one =>
                    one.Key.Namespace == autoscaler.Namespace
                    && one.Selector is { } candidate
                    && pods.Any(pod => candidate.Matches(pod.Labels))
                )
                .Select(one => one.Key),
        ];
    }
}
