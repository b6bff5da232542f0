using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The DaemonSet of a service with one pod on every node.</summary>
internal static class DaemonWorkload
{
    public static Pulumi.Kubernetes.Apps.V1.DaemonSet Create(
        ServicePlan service,
        ObjectMetaArgs metadata,
        PodTemplateSpecArgs template,
        CustomResourceOptions options
    )
    {
        var spec = new DaemonSetSpecArgs
        {
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            Template = template,
            RevisionHistoryLimit = service.Rollout.History,
            UpdateStrategy = Strategy(service.Rollout),
        };
        if (service.Rollout.MinReady is { } ready)
        {
            spec.MinReadySeconds = ready.WholeSeconds();
        }

        return new Pulumi.Kubernetes.Apps.V1.DaemonSet(
            service.System.ResourceName(service.Name),
            new DaemonSetArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    private static DaemonSetUpdateStrategyArgs Strategy(RolloutPlan rollout)
    {
        if (rollout.Strategy == RolloutStrategy.OnDelete)
        {
            return new DaemonSetUpdateStrategyArgs { Type = "OnDelete" };
        }

        var update = new RollingUpdateDaemonSetArgs { MaxUnavailable = RolloutAmount.Create(rollout.MaxUnavailable!.Value) };
        if (rollout.MaxSurge.Value > 0)
        {
            update.MaxSurge = RolloutAmount.Create(rollout.MaxSurge);
        }

        return new DaemonSetUpdateStrategyArgs { Type = "RollingUpdate", RollingUpdate = update };
    }
}
