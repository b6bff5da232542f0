using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Stacks;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Running;

/// <summary>How many pods services ask for, and what their autoscalers allow.</summary>
internal sealed class WorkloadSizes(RehearsedCluster cluster)
{
    /// <summary>The pods that the workloads of a service ask for; null for workloads that do not say.</summary>
    public int? FindDesired(string service)
    {
        if (cluster.Stack.Services.FirstOrDefault(one => one.Name == service) is not { } found)
        {
            return null;
        }

        var sizes = found.Workloads.Keys.Select(name => FindReplicas(found, name)).OfType<long>().ToList();
        return sizes.Count == 0 ? null : (int)sizes.Sum();
    }

    /// <summary>The most pods that the autoscalers of a service may ask for; null without one.</summary>
    public int? FindMax(string service)
    {
        var autoscalers = Find(service).ToList();
        return autoscalers.Count == 0 ? null : autoscalers.Sum(one => one.Max);
    }

    /// <summary>Whether an autoscaler of a service asks for its maximum, and its minimum is lower.</summary>
    public bool IsAtMaximum(string service) => Find(service).Any(one => one.Min < one.Max && one.Desired >= one.Max);

    private IEnumerable<VirtualAutoscaler> Find(string service) =>
        cluster.Cluster.Autoscalers.Where(one => cluster.FindService(one.Source.Namespace, one.TargetKind, one.TargetName) == service);

    private long? FindReplicas(StackService service, string workload)
    {
        GroupResource? resource = service.WorkloadKind switch
        {
            "Deployment" => GroupResource.Deployments,
            "StatefulSet" => GroupResource.StatefulSets,
            "DaemonSet" => GroupResource.DaemonSets,
            _ => null,
        };
        return resource is not { } known || cluster.Cluster.Client.Find(known, service.Namespace, workload) is not { } found ? null
            : service.WorkloadKind == "DaemonSet" ? found.Status.Number("desiredNumberScheduled")
            : found.Spec.Number("replicas") ?? 1;
    }
}
