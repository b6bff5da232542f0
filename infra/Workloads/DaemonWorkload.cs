using Infra.Backend.Planning;
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
    ) =>
        new(
            service.System.ResourceName(service.Name),
            new DaemonSetArgs
            {
                Metadata = metadata,
                Spec = new DaemonSetSpecArgs
                {
                    Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
                    Template = template,
                    RevisionHistoryLimit = DeploymentWorkload.RevisionHistory,
                    UpdateStrategy = new DaemonSetUpdateStrategyArgs
                    {
                        Type = "RollingUpdate",
                        RollingUpdate = new RollingUpdateDaemonSetArgs { MaxUnavailable = "10%" },
                    },
                },
            },
            options
        );
}
