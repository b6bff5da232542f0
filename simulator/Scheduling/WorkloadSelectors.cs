using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>Finds the pods that are of one kind with a pod: those its Services and its ReplicaSet or StatefulSet select.</summary>
internal sealed class WorkloadSelectors
{
    private readonly ResourceCache<Service> _services;
    private readonly ResourceCache<ReplicaSet> _replicaSets;
    private readonly ResourceCache<StatefulSet> _statefulSets;

    /// <summary>Uses the shared caches.</summary>
    public WorkloadSelectors(ControllerContext context)
    {
        _services = context.Services();
        _replicaSets = context.ReplicaSets();
        _statefulSets = context.StatefulSets();
    }

    /// <summary>The selector; null where the pod belongs to nothing.</summary>
    public LabelSelector? Of(PodRequirements pod)
    {
        var (labels, inNamespace) = (pod.Pod.Labels, pod.Pod.Namespace);
        var requirements = _services.ByNamespace[inNamespace]
            .Where(s => s.Selector is { } selector && selector.Matches(labels))
            .SelectMany(s => s.Selector!.Requirements)
            .ToList();
        if (pod.Pod.Source.Controller is { } owner)
        {
            var key = new ObjectKey(inNamespace, owner.Name);
            var own = owner.Kind switch
            {
                "ReplicaSet" => _replicaSets.Find(key, owner.Uid)?.Selector,
                "StatefulSet" => _statefulSets.Find(key, owner.Uid)?.Selector,
                _ => null,
            };
            requirements.AddRange(own?.Requirements ?? []);
        }

        return requirements.Count == 0 ? null : new LabelSelector(requirements);
    }
}
