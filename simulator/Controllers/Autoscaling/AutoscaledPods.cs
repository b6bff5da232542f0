using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>
/// The pods that the target of each autoscaler selects, updated with each change of a pod. No two autoscalers may select the same pod.
/// </summary>
internal sealed class AutoscaledPods
{
    private readonly ResourceCache<Pod> _pods;
    private readonly SortedDictionary<string, Selection> _selections = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKey, int> _timesSelected = [];
    private int _ambiguous;

    /// <summary>Subscribes to pods.</summary>
    public AutoscaledPods(ResourceCache<Pod> pods)
    {
        _pods = pods;
        pods.OnChange(OnPodChange);
    }

    /// <summary>Adds an autoscaler, whose target is not known yet.</summary>
    public void Register(ObjectKey autoscaler) => _selections.TryAdd(autoscaler.ToString(), new Selection(autoscaler, null));

    /// <summary>Removes an autoscaler.</summary>
    public void Remove(ObjectKey autoscaler)
    {
        if (_selections.Remove(autoscaler.ToString(), out var removed))
        {
            Clear(removed);
        }
    }

    /// <summary>Sets the selector of an autoscaler's target; returns its pods by name.</summary>
    public IReadOnlyCollection<Pod> Select(ObjectKey autoscaler, LabelSelector selector)
    {
        var key = autoscaler.ToString();
        if (_selections.TryGetValue(key, out var known) && known.Text == selector.ToString())
        {
            return known.Pods.Values;
        }

        if (known is not null)
        {
            Clear(known);
        }

        var selection = _selections[key] = new Selection(autoscaler, selector);
        foreach (var pod in _pods.ByNamespace[autoscaler.Namespace])
        {
            if (selection.Selects(pod))
            {
                selection.Pods.Add(pod.Name, pod);
                Count(pod.Key, 1);
            }
        }

        return selection.Pods.Values;
    }

    /// <summary>The autoscalers that select any of an autoscaler's pods, itself included, by name.</summary>
    public IReadOnlyList<ObjectKey> FindSelecting(ObjectKey autoscaler)
    {
        var own = _selections[autoscaler.ToString()].Pods;
        return _ambiguous == 0
            ? own.Count == 0
                ? []
                : [autoscaler]
            :
            [
                .. _selections
                    .Values.Where(one => one.Autoscaler.Namespace == autoscaler.Namespace && one.Pods.Keys.Any(own.ContainsKey))
                    .Select(one => one.Autoscaler),
            ];
    }

    private void OnPodChange(CacheChange<Pod> change)
    {
        foreach (var selection in _selections.Values)
        {
            if (selection.Autoscaler.Namespace != change.Latest.Namespace)
            {
                continue;
            }

            var wasSelected = selection.Pods.Remove(change.Latest.Name);
            var isSelected = change.After is { } after && selection.Selects(after);
            if (isSelected)
            {
                selection.Pods.Add(change.Latest.Name, change.Latest);
            }

            if (wasSelected != isSelected)
            {
                Count(change.Latest.Key, isSelected ? 1 : -1);
            }
        }
    }

    private void Clear(Selection selection)
    {
        foreach (var pod in selection.Pods.Values)
        {
            Count(pod.Key, -1);
        }
    }

    private void Count(ObjectKey pod, int difference)
    {
        var before = _timesSelected.GetValueOrDefault(pod);
        var after = before + difference;
        _ambiguous += (after > 1 ? 1 : 0) - (before > 1 ? 1 : 0);
        if (after == 0)
        {
            _timesSelected.Remove(pod);
        }
        else
        {
            _timesSelected[pod] = after;
        }
    }

    private sealed class Selection(ObjectKey autoscaler, LabelSelector? selector)
    {
        public ObjectKey Autoscaler { get; } = autoscaler;

        public string? Text { get; } = selector?.ToString();

        public SortedDictionary<string, Pod> Pods { get; } = new(StringComparer.Ordinal);

        public bool Selects(Pod pod) => selector?.Matches(pod.Labels) == true;
    }
}
