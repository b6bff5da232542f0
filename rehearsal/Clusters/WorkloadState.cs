using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Clusters;

/// <summary>How many pods a workload asks for and has.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Desired">The pods it asks for.</param>
/// <param name="Ready">The pods that are ready.</param>
/// <param name="Updated">The pods of its latest version.</param>
/// <param name="IsObserved">Whether its controller has seen its latest version.</param>
/// <param name="IsStuck">Whether its rollout exceeds its progress deadline.</param>
public sealed record WorkloadState(
    string Namespace,
    string Kind,
    string Name,
    int Desired,
    int Ready,
    int Updated,
    bool IsObserved,
    bool IsStuck
)
{
    /// <summary>Whether all pods are of the latest version and ready.</summary>
    public bool IsComplete => IsObserved && Ready >= Desired && Updated >= Desired;

    /// <summary>Reads all workloads whose pods run on.</summary>
    public static IEnumerable<WorkloadState> Read(IClusterClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        foreach (var one in client.List(GroupResource.Deployments).Items)
        {
            yield return Create(one, "Deployment", "readyReplicas", "updatedReplicas", one.Spec.Number("replicas") ?? 1);
        }

        foreach (var one in client.List(GroupResource.StatefulSets).Items)
        {
            yield return Create(one, "StatefulSet", "readyReplicas", "updatedReplicas", one.Spec.Number("replicas") ?? 1);
        }

        foreach (var one in client.List(GroupResource.DaemonSets).Items)
        {
            var desired = one.Status.Number("desiredNumberScheduled") ?? 0;
            yield return Create(one, "DaemonSet", "numberReady", "updatedNumberScheduled", desired);
        }
    }

    private static WorkloadState Create(KubeObject workload, string kind, string ready, string updated, long desired)
    {
        var isObserved = workload.Status.Number("observedGeneration") >= workload.Generation;
        return new WorkloadState(
            workload.Namespace,
            kind,
            workload.Name,
            (int)desired,
            (int)(workload.Status.Number(ready) ?? 0),
            (int)(workload.Status.Number(updated) ?? 0),
            isObserved,
            isObserved && workload.Status.Objects("conditions").Any(one => one.Text("reason") == "ProgressDeadlineExceeded")
        );
    }
}
