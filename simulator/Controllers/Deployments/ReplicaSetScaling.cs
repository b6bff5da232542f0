using Infra.Simulator.Api;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>Scales the ReplicaSets of a Deployment and records events.</summary>
internal sealed class ReplicaSetScaling(IClusterClient client, EventRecorder events)
{
    /// <summary>The component that records the events.</summary>
    public const string Component = "deployment-controller";

    /// <summary>Scales a ReplicaSet; returns whether its size changed.</summary>
    public bool Resize(Deployment deployment, ReplicaSet set, int replicas) =>
        set.Replicas != replicas && Rescale(deployment, set, replicas);

    /// <summary>Scales ReplicaSets one after the other; one may be scaled several times.</summary>
    public void Resize(Deployment deployment, IEnumerable<Resize> resizes)
    {
        var latest = new Dictionary<string, ReplicaSet>(StringComparer.Ordinal);
        foreach (var (set, replicas) in resizes)
        {
            var current = latest.GetValueOrDefault(set.Uid, set);
            latest[set.Uid] = Write(deployment, current, replicas) ?? current;
        }
    }

    /// <summary>
    /// Scales a ReplicaSet and updates its size annotations even if the size stays the same; returns whether the size changed.
    /// </summary>
    public bool Rescale(Deployment deployment, ReplicaSet set, int replicas) =>
        Write(deployment, set, replicas) is { } written && written.Replicas != set.Replicas;

    // Returns the version that was written; null if nothing had changed.
    private ReplicaSet? Write(Deployment deployment, ReplicaSet set, int replicas)
    {
        var body = set.Source.Copy();
        if (!Revisions.SetSizes(body, deployment) && set.Replicas == replicas)
        {
            return null;
        }

        body.GetOrAddObject("spec")["replicas"] = replicas;
        var written = new ReplicaSet(client.Update(GroupResource.ReplicaSets, body));
        if (set.Replicas != replicas)
        {
            RecordScaling(
                deployment,
                $"Scaled {(replicas > set.Replicas ? "up" : "down")} replica set {set.Name} from {set.Replicas} to {replicas}"
            );
        }

        return written;
    }

    /// <summary>Records a ScalingReplicaSet event.</summary>
    public void RecordScaling(Deployment deployment, string message) =>
        events.Record(deployment.Source, EventType.Normal, "ScalingReplicaSet", message, Component);
}
