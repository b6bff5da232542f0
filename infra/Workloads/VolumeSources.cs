using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The sources of volumes.</summary>
internal static class VolumeSources
{
    public static SecretVolumeSourceArgs Secret(VolumeSettings volume)
    {
        var source = new SecretVolumeSourceArgs { SecretName = volume.From!, DefaultMode = volume.Mode?.Value ?? FileVolume.GroupReadable };
        if (Items(volume.Items) is { Length: > 0 } items)
        {
            source.Items = items;
        }

        if (volume.Optional)
        {
            source.Optional = true;
        }

        return source;
    }

    public static ConfigMapVolumeSourceArgs ConfigMap(VolumeSettings volume)
    {
        var source = new ConfigMapVolumeSourceArgs { Name = volume.From! };
        if (volume.Mode is { } mode)
        {
            source.DefaultMode = mode.Value;
        }

        if (Items(volume.Items) is { Length: > 0 } items)
        {
            source.Items = items;
        }

        if (volume.Optional)
        {
            source.Optional = true;
        }

        return source;
    }

    public static KeyToPathArgs[] Items(IReadOnlyDictionary<string, VolumeItemSettings> items) =>
        [
            .. items.Select(item =>
            {
                var args = new KeyToPathArgs { Key = item.Key, Path = item.Value.Path };
                if (item.Value.Mode is { } mode)
                {
                    args.Mode = mode.Value;
                }

                return args;
            }),
        ];

    public static CSIVolumeSourceArgs Csi(VolumeSettings volume)
    {
        var source = new CSIVolumeSourceArgs { Driver = volume.Driver! };
        if (volume.ReadOnly is { } readOnly)
        {
            source.ReadOnly = readOnly;
        }

        if (volume.FsType is { } fileSystem)
        {
            source.FsType = fileSystem;
        }

        if (volume.Attributes.Count > 0)
        {
            source.VolumeAttributes = volume.Attributes.ToDictionary(
                attribute => attribute.Key,
                attribute => attribute.Value.Value,
                StringComparer.Ordinal
            );
        }

        if (volume.NodePublishSecret is { } secret)
        {
            source.NodePublishSecretRef = new LocalObjectReferenceArgs { Name = secret };
        }

        return source;
    }

    public static ImageVolumeSourceArgs Image(ImageReference image, PullPolicy? pullPolicy)
    {
        var source = new ImageVolumeSourceArgs { Reference = image.ToString() };
        if (pullPolicy is { } policy)
        {
            source.PullPolicy = policy.ToString();
        }

        return source;
    }

    /// <summary>A claim of each pod, which is deleted with the pod.</summary>
    public static EphemeralVolumeSourceArgs PodClaim(VolumeSettings volume, ServicePlan service) =>
        new()
        {
            VolumeClaimTemplate = new PersistentVolumeClaimTemplateArgs
            {
                Metadata = new ObjectMetaArgs { Labels = ServiceLabels.Selector(service) },
                Spec = ClaimSpec.Create(volume),
            },
        };

    public static EmptyDirVolumeSourceArgs EmptyDir(VolumeSettings volume)
    {
        var source = new EmptyDirVolumeSourceArgs();
        if (volume.Kind is VolumeKind.Memory or VolumeKind.HugePages)
        {
            source.Medium = volume.Kind.ToString();
        }

        if (volume.Size is { } size)
        {
            source.SizeLimit = size.ToString();
        }

        return source;
    }
}
