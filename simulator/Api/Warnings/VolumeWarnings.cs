using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about the volumes of a pod or pod template.</summary>
internal static class VolumeWarnings
{
    private static readonly (string Source, string Name, string Message)[] _deprecated =
    [
        ("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    public static void Add(JsonObject spec, string path, List<string> warnings)
    {
        foreach (var (index, volume) in spec.Objects("volumes").Index())
        {
            foreach (var (source, name, message) in _deprecated)
            {
                if (volume.ContainsKey(source))
                {
                    warnings.Add($"{path}[{index}].{name}: {message}");
                }
            }

            const string Claim = "ephemeral.volumeClaimTemplate.spec.resources.requests";
            PodWarnings.AddForFraction(volume.Map(Claim.Split('.')), "storage", $"{path}[{index}].{Claim}", warnings);
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            OverlapWarnings.Add(volume, warnings);
        }
    }
}
