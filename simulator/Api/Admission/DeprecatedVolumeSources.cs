namespace Infra.Simulator.Api.Admission;

/// <summary>The sources of PersistentVolumes about which Kubernetes warns.</summary>
internal static class DeprecatedVolumeSources
{
    public static IReadOnlyList<(string Source, string Message)> All { get; } =
    [
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];
}
