using Infra.Backend.Settings;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The specification of PersistentVolumeClaims, and their options.</summary>
internal static class ClaimSpec
{
    public static PersistentVolumeClaimSpecArgs Create(VolumeAccess access, Quantity size, string? storageClass)
    {
        var claim = new PersistentVolumeClaimSpecArgs
        {
            AccessModes = { access.ToString() },
            Resources = new VolumeResourceRequirementsArgs { Requests = { ["storage"] = size.ToString() } },
        };
        if (storageClass is not null)
        {
            claim.StorageClassName = storageClass;
        }

        return claim;
    }

    public static PersistentVolumeClaimSpecArgs Create(VolumeSettings volume) =>
        Create(volume.AccessOrDefault, volume.Size!.Value, volume.StorageClass);

    /// <summary>A claim whose data is kept stays in the cluster when it is no longer in the program.</summary>
    public static CustomResourceOptions Retain(CustomResourceOptions options, VolumeRemoval removal)
    {
        var copy = CustomResourceOptions.Merge(options, new CustomResourceOptions());
        copy.RetainOnDelete = removal == VolumeRemoval.Keep;
        return copy;
    }
}
