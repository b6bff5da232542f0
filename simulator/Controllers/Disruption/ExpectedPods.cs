using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>Sums the desired replicas of the workloads that own pods.</summary>
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

    /// <summary>
    /// The sum of the desired replicas of the workloads of these controllers, each counted once. A ReplicaSet of a Deployment counts as the
    /// Deployment; kinds without replicas do not count.
    /// </summary>
    public int Sum(string inNamespace, IEnumerable<OwnerReference> controllers)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var controller in controllers)
        {
            if (FindWorkload(inNamespace, controller) is { } workload)
            {
                sizes[workload.Uid] = workload.Replicas;
            }
        }

        return sizes.Values.Sum();
    }

    private (string Uid, int Replicas)? FindWorkload(string inNamespace, OwnerReference owner)
    {
        var key = new ObjectKey(inNamespace, owner.Name);
        if (owner.Kind == "StatefulSet" && _statefulSets.Find(key, owner.Uid) is { } statefulSet)
        {
            return (statefulSet.Uid, statefulSet.Replicas);
        }

        if (owner.Kind != "ReplicaSet" || _replicaSets.Find(key, owner.Uid) is not { } set)
        {
            return null;
        }

        return
            set.Source.Controller is { Kind: "Deployment" } parent
            && _deployments.Find(new ObjectKey(inNamespace, parent.Name), parent.Uid) is { } deployment
            ? (deployment.Uid, deployment.Replicas)
            : (set.Uid, set.Replicas);
    }
}
