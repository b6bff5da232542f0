using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The claims of the stack's volumes, which services share.</summary>
internal static class StackVolumes
{
    /// <summary>Creates the claims of a cluster, by the names of the volumes.</summary>
    public static IReadOnlyDictionary<string, PersistentVolumeClaim> Create(
        ClusterPlan plan,
        Output<string> targetNamespace,
        ProviderResource provider
    )
    {
        var (system, claims) = (plan.System, new Dictionary<string, PersistentVolumeClaim>(StringComparer.Ordinal));
        foreach (var (name, volume) in plan.Settings.Volumes)
        {
            claims[name] = new PersistentVolumeClaim(
                system.ResourceName(name),
                new PersistentVolumeClaimArgs
                {
                    Metadata = new ObjectMetaArgs
                    {
                        Name = name,
                        Namespace = targetNamespace,
                        Labels = ServiceLabels.ForSystem(system),
                    }.Annotate(system.Annotations),
                    Spec = ClaimSpec.Create(volume.Access, volume.Size, volume.StorageClass),
                },
                new CustomResourceOptions { Provider = provider, RetainOnDelete = volume.OnRemoval == VolumeRemoval.Keep }
            );
        }

        return claims;
    }
}
