using Infra.Backend.Planning;
using Infra.Backend.Resilience;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The fields of a pod that constrain its scheduling.</summary>
internal static class Scheduling
{
    public static void AddTo(PodSpecArgs pod, ServicePlan service)
    {
        var placement = service.Placement;
        if (service.IsReplicated || !placement.Spread.IsEmpty)
        {
            pod.TopologySpreadConstraints = TopologySpread.CreateConstraints(service).ToArray();
        }

        if (placement.NodeLabels.Count > 0)
        {
            pod.NodeSelector = placement.NodeLabels.ToDictionary();
        }

        if (!placement.Tolerations.IsEmpty)
        {
            pod.Tolerations = Tolerations.Create(placement.Tolerations);
        }

        if (Affinity.Create(service) is { } affinity)
        {
            pod.Affinity = affinity;
        }

        if (placement.PriorityClass is { } priority)
        {
            pod.PriorityClassName = priority;
        }

        if (placement.RuntimeClass is { } runtime)
        {
            pod.RuntimeClassName = runtime;
        }

        if (placement.Scheduler is { } scheduler)
        {
            pod.SchedulerName = scheduler;
        }
    }
}
