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
    public IReadOnlyList<Pod> Select(ObjectKey autoscaler, LabelSelector selector)
    {
        var key = autoscaler.ToString();
        if (_selections.TryGetValue(key, out var known) && known.IsBy(selector))
        {
            return known.Pods;
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
                selection.Add(pod);
                Count(pod.Key, 1);
            }
        }

        return selection.Pods;
    }

    /// <summary>The autoscalers that select any of an autoscaler's pods, itself included, by name.</summary>
    public IReadOnlyList<ObjectKey> FindSelecting(ObjectKey autoscaler)
    {
        var own = _selections[autoscaler.ToString()];
        return _ambiguous == 0
            ? own.IsEmpty
                ? []
                : [autoscaler]
            :
            [
                .. _selections
                    .Values.Where(one => one.Autoscaler.Namespace == autoscaler.Namespace && one.Pods.Any(own.Contains))
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

            var wasSelected = selection.Remove(change.Latest);
            var isSelected = change.After is { } after && selection.Selects(after);
            if (isSelected)
            {
                selection.Add(change.Latest);
            }

            if (wasSelected != isSelected)
            {
                Count(change.Latest.Key, isSelected ? 1 : -1);
            }
        }
    }

    private void Clear(Selection selection)
    {
        foreach (var pod in selection.Pods)
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
        private readonly Dictionary<string, Pod> _byName = new(StringComparer.Ordinal);
        private readonly string? _text = selector?.ToString();
        private List<Pod>? _sorted = [];

        public ObjectKey Autoscaler { get; } = autoscaler;

        public bool IsEmpty => _byName.Count == 0;

        /// <summary>The selected pods by name.</summary>
        public IReadOnlyList<Pod> Pods => _sorted ??= Sort();

        public bool IsBy(LabelSelector other) => ReferenceEquals(selector, other) || _text == other.ToString();

        public bool Selects(Pod pod) => selector?.Matches(pod.Labels) == true;

        public bool Contains(Pod pod) => _byName.ContainsKey(pod.Name);

        public void Add(Pod pod)
        {
            _byName.Add(pod.Name, pod);
            _sorted = null;
        }

        public bool Remove(Pod pod)
        {
            if (!_byName.Remove(pod.Name))
            {
                return false;
            }

            _sorted = null;
            return true;
        }

        private List<Pod> Sort()
        {
            var sorted = new List<Pod>(_byName.Values);
            sorted.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return sorted;
        }
    }
}
