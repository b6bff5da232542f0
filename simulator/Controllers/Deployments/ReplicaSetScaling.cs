using Infra.Simulator.Api;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>Sets the sizes of a Deployment's ReplicaSets, and says so.</summary>
internal sealed class ReplicaSetScaling(IClusterClient client, EventRecorder events)
{
    /// <summary>Who reports the events.</summary>
    public const string Component = "deployment-controller";

    /// <summary>Gives a ReplicaSet another size; tells whether the size changed.</summary>
    public bool Resize(Deployment deployment, ReplicaSet set, int replicas) => set.Replicas != replicas && Rescale(deployment, set, replicas);

    /// <summary>Gives a ReplicaSet a size and notes what the size was made for, even where it stays the same; tells whether the size changed.</summary>
    public bool Rescale(Deployment deployment, ReplicaSet set, int replicas)
    {
        var body = set.Source.Copy();
        if (!Revisions.SetSizes(body, deployment) && set.Replicas == replicas)
            return false;
        body.GetOrAddObject("spec")["replicas"] = replicas;
        client.Update(GroupResource.ReplicaSets, body);
        if (set.Replicas == replicas)
            return false;
        Announce(deployment, $"Scaled {(replicas > set.Replicas ? "up" : "down")} replica set {set.Name} from {set.Replicas} to {replicas}");
        return true;
    }

    /// <summary>Reports a scaling on the Deployment.</summary>
    public void Announce(Deployment deployment, string message) =>
        events.Record(deployment.Source, EventType.Normal, "ScalingReplicaSet", message, Component);
}
