using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>The number of expected pods cannot be computed.</summary>
internal sealed class ExpectedPodsException(string message) : Exception(message);

/// <summary>Sums the desired replicas of the workloads that own pods.</summary>
internal sealed class ExpectedPods
{
    private readonly IClusterClient _client;
    private readonly ResourceCache<Deployment> _deployments;
    private readonly ResourceCache<ReplicaSet> _replicaSets;
    private readonly ResourceCache<ReplicaSet> _replicationControllers;
    private readonly ResourceCache<StatefulSet> _statefulSets;

    /// <summary>Uses the shared caches.</summary>
    public ExpectedPods(ControllerContext context, IClusterClient client)
    {
        _client = client;
        _deployments = context.Deployments();
        _replicaSets = context.ReplicaSets();
        _replicationControllers = context.ReplicationControllers();
        _statefulSets = context.StatefulSets();
    }

    /// <summary>
    /// The sum of the desired replicas of the workloads that control these pods, each counted once. A ReplicaSet of a Deployment counts as
    /// the Deployment. Pods without a controller do not count.
    /// </summary>
    /// <exception cref="ExpectedPodsException">A controller does not exist or has no replicas.</exception>
    public int Sum(string inNamespace, SelectedPods pods)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var controller in pods.Controllers)
        {
            var workload = FindWorkload(inNamespace, controller)
                ?? throw new ExpectedPodsException($"found no controllers for pod \"{pods.FindOneOf(controller)}\"");
            sizes[workload.Uid] = workload.Replicas;
        }

        return sizes.Values.Sum();
    }

    private (string Uid, int Replicas)? FindWorkload(string inNamespace, OwnerReference owner)
    {
        var key = new ObjectKey(inNamespace, owner.Name);
        switch (owner.Kind)
        {
            case "ReplicationController" when _replicationControllers.Find(key, owner.Uid) is { } controller:
                return (controller.Uid, controller.Replicas);
            case "StatefulSet" when _statefulSets.Find(key, owner.Uid) is { } statefulSet:
                return (statefulSet.Uid, statefulSet.Replicas);
            case "ReplicaSet" when _replicaSets.Find(key, owner.Uid) is { } set:
                return
                    set.Source.Controller is { Kind: "Deployment" } parent
                    && _deployments.Find(new ObjectKey(inNamespace, parent.Name), parent.Uid) is { } deployment
                    ? (deployment.Uid, deployment.Replicas)
                    : (set.Uid, set.Replicas);
            default:
                return FindScalable(key, owner);
        }
    }

    private (string Uid, int Replicas)? FindScalable(ObjectKey key, OwnerReference owner)
    {
        var kind = _client.Catalog.FindByKind(owner.ApiVersion, owner.Kind)
            ?? throw new ExpectedPodsException($"no matches for kind \"{owner.Kind}\" in version \"{owner.ApiVersion}\"");
        if (!kind.HasSubresource("scale"))
        {
            var resource = kind.Group.Length > 0 ? $"{kind.Plural}.{kind.Group}" : kind.Plural;
            throw new ExpectedPodsException($"{resource} does not implement the scale subresource");
        }

        return _client.Find(kind.Resource, key.Namespace, key.Name) is { } found && found.Uid == owner.Uid
            ? (found.Uid, ScaleReplicas(kind, found))
            : null;
    }

    private static int ScaleReplicas(Schema.ResourceKind kind, KubeObject scaled)
    {
        var path = kind.Custom?.Scale.Text("specReplicasPath") ?? ".spec.replicas";
        return (int)(scaled.Body.Number(path.TrimStart('.').Split('.')) ?? 0);
    }
}
