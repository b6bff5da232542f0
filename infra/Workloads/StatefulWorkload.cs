using Infra.Backend.Traffic;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>Pods that run for ever, each with a name and volumes of its own.</summary>
internal static class StatefulWorkload
{
    public static Pulumi.Kubernetes.Apps.V1.StatefulSet Of(ServiceSpec service, ObjectMetaArgs metadata, PodTemplateSpecArgs template, ServiceVolumes volumes, CustomResourceOptions options)
    {
        var spec = new StatefulSetSpecArgs
        {
            ServiceName = ServiceEndpoint.PodsOf(service.Name),
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            Template = template,
            RevisionHistoryLimit = DeploymentWorkload.RevisionHistory,

            // Pods that know each other by name need not wait for one another to start.
            PodManagementPolicy = "Parallel",
            UpdateStrategy = new StatefulSetUpdateStrategyArgs { Type = "RollingUpdate" },
        };
        if (volumes.ClaimTemplates().ToArray() is { Length: > 0 } claims)
        {
            spec.VolumeClaimTemplates = claims;
        }

        if (!service.Replicas.FollowsLoad)
        {
            spec.Replicas = service.Replicas.Min;
        }

        return new Pulumi.Kubernetes.Apps.V1.StatefulSet(service.System.ResourceName(service.Name), new StatefulSetArgs { Metadata = metadata, Spec = spec }, options);
    }
}
