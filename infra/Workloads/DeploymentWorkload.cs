using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The Deployment of a service or worker.</summary>
internal static class DeploymentWorkload
{
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
            RevisionHistoryLimit = service.Rollout.History,
            Strategy = Strategy(service.Rollout),
        };

        if (service.Rollout.MinReady is { } ready)
        {
            spec.MinReadySeconds = ready.WholeSeconds();
        }

        if (service.Rollout.Deadline is { } deadline)
        {
            spec.ProgressDeadlineSeconds = deadline.WholeSeconds();
        }

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

    private static DeploymentStrategyArgs Strategy(RolloutPlan rollout) =>
        rollout.Strategy == RolloutStrategy.Recreate
            ? new DeploymentStrategyArgs { Type = "Recreate" }
            : new DeploymentStrategyArgs
            {
                Type = "RollingUpdate",
                RollingUpdate = new RollingUpdateDeploymentArgs
                {
                    MaxSurge = RolloutAmount.Create(rollout.MaxSurge),
                    MaxUnavailable = RolloutAmount.Create(rollout.MaxUnavailable!.Value),
                },
            };
}
