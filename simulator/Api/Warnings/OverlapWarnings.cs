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
            AddForPaths(GetPaths(volume.Map(source)), $"{name} ({words})", warnings);
        }

        AddForProjections(volume.Objects("projected", "sources"), name, warnings);
    }

    private static void AddForProjections(IEnumerable<JsonObject> sources, string name, List<string> warnings)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            if (source.Count == 0)
            {
                warnings.Add($"{name} (Projected) has no sources provided");
                continue;
            }

            var (paths, words) = Describe(source);
            if (paths.Count == 0)
            {
                continue;
            }

            AddForPaths(paths, $"{name} (Projected {words})", warnings);
            AddForPaths([.. paths.Distinct().Concat(all).Order(StringComparer.Ordinal)], $"{name} (Projected {words})", warnings);
            all.UnionWith(paths);
        }
    }

    private static (List<string> Paths, string Words) Describe(JsonObject source) =>
        source.First().Key switch
        {
            "configMap" => (GetPaths(source.Map("configMap")), $"ConfigMap \"{source.Text("configMap", "name")}\""),
            "secret" => (GetPaths(source.Map("secret")), $"Secret \"{source.Text("secret", "name")}\""),
            "downwardAPI" => (GetPaths(source.Map("downwardAPI")), "DownwardAPI"),
            "serviceAccountToken" => ([source.Text("serviceAccountToken", "path") ?? ""], "ServiceAccountToken"),
            "clusterTrustBundle" => (
                [source.Text("clusterTrustBundle", "path") ?? ""],
                $"ClusterTrustBundle \"{source.Text("clusterTrustBundle", "name") ?? source.Text("clusterTrustBundle", "signerName")}\""
            ),
            _ => ([], ""),
        };

    private static List<string> GetPaths(JsonObject? source) => [.. source.Objects("items").Select(item => item.Text("path") ?? "")];

    private static void AddForPaths(List<string> paths, string subject, List<string> warnings)
    {
        var seen = new List<string>();
        foreach (var path in paths.Select(path => path.TrimEnd('/')))
        {
            if (path.Length > 0 && seen.Find(other => Overlap(other, path)) is { } other)
            {
                warnings.Add($"{subject}: overlapping paths: \"{path}\" with \"{other}\"");
            }

            if (!seen.Contains(path))
            {
                seen.Add(path);
            }
        }
    }

    private static bool Overlap(string other, string path) =>
        other.Length > 0
        && ((other + "/").StartsWith(path, StringComparison.Ordinal) || (path + "/").StartsWith(other, StringComparison.Ordinal));
}
