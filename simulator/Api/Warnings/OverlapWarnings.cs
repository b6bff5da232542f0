using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about files of a volume that overwrite each other.</summary>
internal static class OverlapWarnings
{
    public static void Add(JsonObject volume, List<string> warnings)
    {
        var name = $"volume \"{volume.Text("name")}\"";
        foreach (
            var (source, words) in new[]
            {
                ("configMap", $"ConfigMap \"{volume.Text("configMap", "name")}\""),
                ("secret", $"Secret \"{volume.Text("secret", "secretName")}\""),
                ("downwardAPI", "DownwardAPI"),
            }
        )
        {
            AddForFiles(GetFiles(volume.Map(source), ""), [], $"{name} ({words})", warnings);
        }

        AddForProjections(volume.Objects("projected", "sources"), $"{name} (Projected)", warnings);
    }

    private static void AddForProjections(IEnumerable<JsonObject> sources, string subject, List<string> warnings)
    {
        var seen = new List<VolumeFile>();
        foreach (var source in sources)
        {
            if (source.Count == 0)
            {
                warnings.Add($"{subject} has no sources provided");
                continue;
            }

            AddForFiles(GetProjectedFiles(source), seen, subject, warnings);
        }
    }

    private static IEnumerable<VolumeFile> GetProjectedFiles(JsonObject source)
    {
        var (kind, value) = (source.First().Key, source.First().Value as JsonObject);
        return kind switch
        {
            "configMap" => GetFiles(value, $"ConfigMap \"{value.Text("name")}\""),
            "secret" => GetFiles(value, $"Secret \"{value.Text("name")}\""),
            "downwardAPI" => GetFiles(value, "DownwardAPI"),
            "serviceAccountToken" => [new VolumeFile(value.Text("path") ?? "", "ServiceAccountToken")],
            "clusterTrustBundle" =>
            [
                new VolumeFile(value.Text("path") ?? "", $"ClusterTrustBundle \"{value.Text("name") ?? value.Text("signerName")}\""),
            ],
            "podCertificate" =>
            [
                new VolumeFile(value.Text("certificateChainPath") ?? "", "PodCertificate chain"),
                new VolumeFile(value.Text("keyPath") ?? "", "PodCertificate key"),
                new VolumeFile(value.Text("credentialBundlePath") ?? "", "PodCertificate credential bundle"),
            ],
            _ => [],
        };
    }

    private static IEnumerable<VolumeFile> GetFiles(JsonObject? source, string origin) =>
        source.Objects("items").Select(item => new VolumeFile(item.Text("path") ?? "", origin));

    /// <summary>Compares each file with all before it.</summary>
    private static void AddForFiles(IEnumerable<VolumeFile> files, List<VolumeFile> seen, string subject, List<string> warnings)
    {
        foreach (var file in files.Select(file => file with { Path = file.Path.TrimEnd('/') }))
        {
            foreach (var other in seen.Where(file.Overlaps))
            {
                warnings.Add($"{subject}: overlapping paths: {file} with {other}");
            }

            seen.Add(file);
        }
    }

    /// <summary>A file of a volume and the source that it comes from; the source is empty if the volume has one only.</summary>
    private sealed record VolumeFile(string Path, string Origin)
    {
        public bool Overlaps(VolumeFile other) =>
            Path.Length > 0
            && other.Path.Length > 0
            && (
                $"{other.Path}/".StartsWith($"{Path}/", StringComparison.Ordinal)
                || $"{Path}/".StartsWith($"{other.Path}/", StringComparison.Ordinal)
            );

        public override string ToString() => Origin.Length == 0 ? $"\"{Path}\"" : $"\"{Path}\" ({Origin})";
    }
}
