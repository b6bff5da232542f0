using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>Combines the selectors of a pod's Services and of its ReplicaSet or StatefulSet, for the default topology spread.</summary>
internal sealed class WorkloadSelectors
{
    private readonly ResourceCache<Service> _services;
    private readonly ResourceCache<ReplicaSet> _replicaSets;
    private readonly ResourceCache<StatefulSet> _statefulSets;

    public WorkloadSelectors(ControllerContext context)
    {
        _services = context.Services();
        _replicaSets = context.ReplicaSets();
        _statefulSets = context.StatefulSets();
    }

    /// <summary>Returns the combined selector; null if there is none.</summary>
    public LabelSelector? Find(PodRequirements pod)
    {
        var (labels, inNamespace) = (pod.Pod.Labels, pod.Pod.Namespace);
        var requirements = _services
            .ByNamespace[inNamespace]
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
