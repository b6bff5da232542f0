using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>Creates the kinds of volumes and mounts that parts use.</summary>
internal static class PartVolumes
{
    public static VolumeArgs FromConfigMap(string name, ConfigMap files) =>
        new()
        {
            Name = name,
            ConfigMap = new ConfigMapVolumeSourceArgs { Name = files.Metadata.Apply(metadata => metadata.Name) },
        };

    public static VolumeArgs FromSecret(string name, Secret files) =>
        new()
        {
            Name = name,
            Secret = new SecretVolumeSourceArgs { SecretName = files.Metadata.Apply(metadata => metadata.Name) },
        };

    public static VolumeArgs Scratch(string name) => new() { Name = name, EmptyDir = new EmptyDirVolumeSourceArgs() };

    public static VolumeArgs FromNode(string name, string path) =>
        new()
        {
            Name = name,
            HostPath = new HostPathVolumeSourceArgs { Path = path },
        };

    public static VolumeMountArgs ReadOnly(string name, string path) =>
        new()
        {
            Name = name,
            MountPath = path,
            ReadOnly = true,
        };

    public static VolumeMountArgs Writable(string name, string path) => new() { Name = name, MountPath = path };
}
