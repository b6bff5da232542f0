using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>The pods that a budget selects, with counts that each change of a pod updates in constant time.</summary>
/// <param name="selector">The budget's selector; null selects nothing.</param>
internal sealed class SelectedPods(LabelSelector? selector)
{
    private readonly Dictionary<string, Pod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<OwnerReference, int> _controllers = [];

    /// <summary>The number of pods.</summary>
    public int Count => _pods.Count;

    /// <summary>The number of pods without a controller.</summary>
    public int Unmanaged { get; private set; }

    /// <summary>The number of pods that are ready and not being deleted.</summary>
    public int Healthy { get; private set; }

    /// <summary>The managing controllers of the pods, each once.</summary>
    public IReadOnlyCollection<OwnerReference> Controllers => _controllers.Keys;

    /// <summary>Whether a pod counts as healthy; recent evictions are not considered.</summary>
    public static bool IsHealthy(Pod pod) => pod is { IsReady: true, IsDeleting: false };

    /// <summary>The selected pod of this name, or null.</summary>
    public Pod? Find(string name) => _pods.GetValueOrDefault(name);

    /// <summary>The first name of the pods that this object controls.</summary>
    public string FindOneOf(OwnerReference controller) =>
        _pods.Values.Where(pod => pod.Source.Controller == controller).Min(pod => pod.Name)!;

    /// <summary>Adds a pod of the budget's namespace, if it is selected.</summary>
    public void Add(Pod pod) => Apply(new CacheChange<Pod>(null, pod));

    /// <summary>Applies a change of a pod in the budget's namespace; returns whether the pod is, or was, selected.</summary>
    public bool Apply(CacheChange<Pod> change)
    {
        var wasSelected = _pods.Remove(change.Latest.Name, out var before);
        if (before is not null)
        {
            Count(before, -1);
        }

        if (change.After is not { } after || selector is null || !selector.Matches(after.Labels))
        {
            return wasSelected;
        }

        _pods.Add(after.Name, after);
        Count(after, 1);
        return true;

        void Count(Pod pod, int difference)
        {
            Healthy += IsHealthy(pod) ? difference : 0;
            if (pod.Source.Controller is not { } controller)
            {
                Unmanaged += difference;
                return;
            }

            var count = _controllers.GetValueOrDefault(controller) + difference;
            if (count == 0)
            {
                _controllers.Remove(controller);
            }
            else
            {
                _controllers[controller] = count;
            }
        }
    }
}
