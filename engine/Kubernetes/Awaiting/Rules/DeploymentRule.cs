using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>
/// A Deployment is ready when its status is current, it is Available, all pods of the current revision's ReplicaSet are ready, the rollout
/// is complete (except for the first revision), and the claims that its pods mount are bound.
/// </summary>
internal sealed class DeploymentRule : IReadinessRule
{
    private const string Revision = "deployment.kubernetes.io/revision";

    public IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) =>
        Claims(live).Any()
            ? [RelatedTypes.ReplicaSet, RelatedTypes.Pod, RelatedTypes.PersistentVolumeClaim]
            : [RelatedTypes.ReplicaSet, RelatedTypes.Pod];

    public bool IsEvident(JsonObject live)
    {
        var desired = live.Integer("spec", "replicas") ?? 1;
        return Conditions.IsObserved(live)
            && !Claims(live).Any()
            && Conditions.IsTrue(live, "Available")
            && IsRolledOut(live)
            && (live.Integer("status", "updatedReplicas") ?? 0) == desired
            && (live.Integer("status", "readyReplicas") ?? 0) == desired
            && (live.Integer("status", "replicas") ?? 0) == desired;
    }

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (!Conditions.IsObserved(live))
        {
            return Readiness.Waiting("waiting for the deployment controller to see the change");
        }

        // A paused Deployment does not roll out. If its own status is complete, no ReplicaSet is needed, which some users may not list.
        if (live.Flag("spec", "paused") || IsEvident(live))
        {
            return Readiness.Ready;
        }

        var revision = live.Annotation(Revision);
        var replicaSet = revision is null
            ? null
            : related.OwnedBy(RelatedTypes.ReplicaSet, live.Uid()).FirstOrDefault(rs => rs.Annotation(Revision) == revision);
        var remarks = ConditionProblems(live);
        if (replicaSet is null)
        {
            return Readiness.Waiting("waiting for the ReplicaSet of the new revision") with { Remarks = remarks };
        }

        // The ReplicaSet has the current number of replicas, which an autoscaler may have changed.
        var desired = replicaSet.Integer("spec", "replicas") ?? 1;
        var ready = replicaSet.Integer("status", "readyReplicas") ?? 0;
        var unbound = UnboundClaims(live, related);
        if (ready >= desired && unbound.Count == 0 && Conditions.IsTrue(live, "Available") && (revision == "1" || IsRolledOut(live)))
        {
            return Readiness.Ready;
        }

        IReadOnlyList<string> problems = [.. unbound, .. PodProblems.Describe(related.OwnedBy(RelatedTypes.Pod, replicaSet.Uid()))];
        var status =
            ready < desired ? $"{ready} of {desired} pods are ready"
            : unbound.Count > 0 ? "waiting for its persistent volume claims"
            : "waiting for the rollout to complete";
        return Readiness.Waiting(status, problems) with { Remarks = remarks };
    }

    private static bool IsRolledOut(JsonObject live) =>
        Conditions.Find(live, "Progressing") is { } progressing
        && progressing.Text("status") == "True"
        && progressing.Text("reason") == "NewReplicaSetAvailable";

    private static List<string> ConditionProblems(JsonObject live)
    {
        var problems = new List<string>();
        foreach (var condition in live.Objects("status", "conditions"))
        {
            var isGood = condition.Text("type") == "ReplicaFailure" ? "False" : "True";
            if (condition.Text("status") is { } status && status != isGood)
            {
                problems.Add(Conditions.Describe(condition));
            }
        }

        return problems;
    }

    private static IEnumerable<string> Claims(JsonObject live) =>
        live.Objects("spec", "template", "spec", "volumes").Select(v => v.Text("persistentVolumeClaim", "claimName")).OfType<string>();

    private static List<string> UnboundClaims(JsonObject live, WatchView related)
    {
        var unbound = new List<string>();
        foreach (var name in Claims(live))
        {
            if (related.Find(RelatedTypes.PersistentVolumeClaim, name)?.Text("status", "phase") is { } phase and not "Bound")
            {
                unbound.Add($"PersistentVolumeClaim {name} is {phase}");
            }
        }

        return unbound;
    }
}
