using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>How many pods there should be, by what their owners ask for.</summary>
internal sealed class ExpectedPods
{
    private readonly ResourceCache<Deployment> _deployments;
    private readonly ResourceCache<ReplicaSet> _replicaSets;
    private readonly ResourceCache<StatefulSet> _statefulSets;

    /// <summary>Uses the shared caches.</summary>
    public ExpectedPods(ControllerContext context)
    {
        _deployments = context.Deployments();
        _replicaSets = context.ReplicaSets();
        _statefulSets = context.StatefulSets();
    }

    /// <summary>The sum of the sizes of all owners of the pods, each once. Pods without an owner that has a size do not count.</summary>
    public int Of(IEnumerable<Pod> pods)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            if (OwnerOf(pod) is { } owner)
                sizes[owner.Uid] = owner.Size;
        }

        return sizes.Values.Sum();
    }

    private (string Uid, int Size)? OwnerOf(Pod pod)
    {
        if (pod.Source.Controller is not { } owner)
            return null;
        var key = new ObjectKey(pod.Namespace, owner.Name);
        if (owner.Kind == "StatefulSet" && _statefulSets.Find(key, owner.Uid) is { } statefulSet)
            return (statefulSet.Uid, statefulSet.Replicas);
        if (owner.Kind != "ReplicaSet" || _replicaSets.Find(key, owner.Uid) is not { } set)
            return null;
        return set.Source.Controller is { Kind: "Deployment" } above && _deployments.Find(new ObjectKey(pod.Namespace, above.Name), above.Uid) is { } deployment
            ? (deployment.Uid, deployment.Replicas)
            : (set.Uid, set.Replicas);
    }
}
