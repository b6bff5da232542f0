using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The Deployment of a service or worker.</summary>
internal static class DeploymentWorkload
{
    /// <summary>How many earlier revisions are kept for a rollback.</summary>
    public const int RevisionHistory = 5;

    public static Pulumi.Kubernetes.Apps.V1.Deployment Create(
        ServicePlan service,
        ObjectMetaArgs metadata,
        PodTemplateSpecArgs template,
        CustomResourceOptions options
    )
    {
        var spec = new DeploymentSpecArgs
        {
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            Template = template,
            RevisionHistoryLimit = RevisionHistory,
            Strategy = Strategy(service),
        };

        // An autoscaler manages the replicas; setting them here would reset them with every deployment.
        if (!service.Replicas.IsAutoscaled)
        {
            spec.Replicas = service.Replicas.Minimum;
        }

        return new Pulumi.Kubernetes.Apps.V1.Deployment(
            service.System.ResourceName(service.Name),
            new DeploymentArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    private static DeploymentStrategyArgs Strategy(ServicePlan service)
    {
        // A new pod could not start while the old one has mounted the volume.
        if (service.HasExclusiveVolume)
        {
            return new DeploymentStrategyArgs { Type = "Recreate" };
        }

        // An old pod is removed only after a new one is ready, so a rollout never reduces capacity.
        return new DeploymentStrategyArgs
        {
            Type = "RollingUpdate",
            RollingUpdate = new RollingUpdateDeploymentArgs { MaxSurge = RollingUpdate.Surge, MaxUnavailable = 0 },
        };
    }
}
