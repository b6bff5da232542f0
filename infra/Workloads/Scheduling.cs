using Infra.Backend.Planning;
using Infra.Backend.Resilience;
using Infra.Backend.Settings;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The fields of a pod that constrain its scheduling.</summary>
internal static class Scheduling
{
    private const string NodeTopology = "kubernetes.io/hostname";

    public static void AddTo(PodSpecArgs pod, ServicePlan service)
    {
        var placement = service.Placement;
        if (service.IsReplicated)
        {
            pod.TopologySpreadConstraints = TopologySpread.CreateConstraints(service).ToArray();
        }

        if (placement.NodeLabels.Count > 0)
        {
            pod.NodeSelector = placement.NodeLabels.ToDictionary();
        }

        if (!placement.Tolerations.IsEmpty)
        {
            pod.Tolerations = placement.Tolerations.Select(Toleration).ToArray();
        }

        if (placement.Near.Length + placement.AwayFrom.Length > 0)
        {
            pod.Affinity = Affinity(service);
        }

        if (placement.PriorityClass is { } priority)
        {
            pod.PriorityClassName = priority;
        }

        if (placement.RuntimeClass is { } runtime)
        {
            pod.RuntimeClassName = runtime;
        }
    }

    private static AffinityArgs Affinity(ServicePlan service)
    {
        var affinity = new AffinityArgs();
        if (!service.Placement.Near.IsEmpty)
        {
            affinity.PodAffinity = new PodAffinityArgs
            {
                PreferredDuringSchedulingIgnoredDuringExecution = service
                    .Placement.Near.Select(other => new WeightedPodAffinityTermArgs
                    {
                        Weight = 100,
                        PodAffinityTerm = SameNode(other, service),
                    })
                    .ToArray(),
            };
        }

        if (!service.Placement.AwayFrom.IsEmpty)
        {
            affinity.PodAntiAffinity = new PodAntiAffinityArgs
            {
                RequiredDuringSchedulingIgnoredDuringExecution = service
                    .Placement.AwayFrom.Select(other => SameNode(other, service))
                    .ToArray(),
            };
        }

        return affinity;
    }

    private static PodAffinityTermArgs SameNode(string other, ServicePlan service) =>
        new()
        {
            TopologyKey = NodeTopology,
            LabelSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(other, service.System) },
        };

    private static TolerationArgs Toleration(TolerationSettings toleration)
    {
        var args = new TolerationArgs { Key = toleration.Key, Operator = toleration.Value is null ? "Exists" : "Equal" };
        if (toleration.Value is { } value)
        {
            args.Value = value;
        }

        if (toleration.Effect is { } effect)
        {
            args.Effect = effect.ToString();
        }

        return args;
    }
}
