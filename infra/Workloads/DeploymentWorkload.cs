using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>Pods that run for ever and are all alike.</summary>
internal static class DeploymentWorkload
{
    /// <summary>How many earlier revisions can be gone back to.</summary>
    public const int RevisionHistory = 5;

    /// <summary>Pods beyond the wanted number during a rolling update.</summary>
    public const string Surge = "25%";

    /// <summary>The most pods there are at any time: Kubernetes rounds the surge up.</summary>
    public static int MostPods(int replicas) => replicas + (replicas + 3) / 4;

    public static Pulumi.Kubernetes.Apps.V1.Deployment Of(ServiceSpec service, ObjectMetaArgs metadata, PodTemplateSpecArgs template, CustomResourceOptions options)
    {
        var spec = new DeploymentSpecArgs
        {
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            Template = template,
            RevisionHistoryLimit = RevisionHistory,
            Strategy = StrategyOf(service),
        };

        // An autoscaler owns the number of pods; stating it here as well would undo its work with every deployment.
        if (!service.Replicas.FollowsLoad)
        {
            spec.Replicas = service.Replicas.Min;
        }

        return new Pulumi.Kubernetes.Apps.V1.Deployment(service.System.ResourceName(service.Name), new DeploymentArgs { Metadata = metadata, Spec = spec }, options);
    }

    private static DeploymentStrategyArgs StrategyOf(ServiceSpec service)
    {
        // The new pod could not start while the old one holds the volume.
        if (service.Volumes.Values.Any(volume => volume is { Kind: VolumeKind.Persistent, Access: VolumeAccess.ReadWriteOnce or VolumeAccess.ReadWriteOncePod }))
        {
            return new DeploymentStrategyArgs { Type = "Recreate" };
        }

        // A new pod is ready before an old one goes, so an update never costs capacity.
        return new DeploymentStrategyArgs
        {
            Type = "RollingUpdate",
            RollingUpdate = new RollingUpdateDeploymentArgs { MaxSurge = Surge, MaxUnavailable = 0 },
        };
    }
}
