using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The StatefulSet of a service whose pods have their own names and volumes.</summary>
internal static class StatefulWorkload
{
    public static Pulumi.Kubernetes.Apps.V1.StatefulSet Create(
        ServicePlan service,
        ObjectMetaArgs metadata,
        PodTemplateSpecArgs template,
        ServiceVolumes volumes,
        CustomResourceOptions options
    )
    {
        var spec = new StatefulSetSpecArgs
        {
            ServiceName = DerivedNames.PodService(service.Name),
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            Template = template,
            RevisionHistoryLimit = service.Rollout.History,

            // By default parallel: pods that may need each other to become ready must not start one after the other.
            PodManagementPolicy = service.Startup == StartupOrder.Ordered ? "OrderedReady" : "Parallel",
            UpdateStrategy = Strategy(service.Rollout),
        };
        if (volumes.ClaimTemplates().ToArray() is { Length: > 0 } claims)
        {
            spec.VolumeClaimTemplates = claims;
        }

        if (service.ClaimRetention is { } retention)
        {
            spec.PersistentVolumeClaimRetentionPolicy = new StatefulSetPersistentVolumeClaimRetentionPolicyArgs
            {
                WhenDeleted = (retention.WhenDeleted ?? ClaimRetention.Retain).ToString(),
                WhenScaled = retention.WhenScaled.ToString(),
            };
        }

        if (service.Rollout.MinReady is { } ready)
        {
            spec.MinReadySeconds = ready.WholeSeconds();
        }

        if (!service.Replicas.IsAutoscaled)
        {
            spec.Replicas = service.Replicas.Minimum;
        }

        return new Pulumi.Kubernetes.Apps.V1.StatefulSet(
            service.System.ResourceName(service.Name),
            new StatefulSetArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    private static StatefulSetUpdateStrategyArgs Strategy(RolloutPlan rollout)
    {
        var strategy = new StatefulSetUpdateStrategyArgs { Type = rollout.Strategy.ToString() };
        if (rollout.MaxUnavailable is null && rollout.Partition is null)
        {
            return strategy;
        }

        var update = new RollingUpdateStatefulSetStrategyArgs();
        if (rollout.MaxUnavailable is { } unavailable)
        {
            update.MaxUnavailable = RolloutAmount.Create(unavailable);
        }

        if (rollout.Partition is { } partition)
        {
            update.Partition = partition;
        }

        strategy.RollingUpdate = update;
        return strategy;
    }
}
