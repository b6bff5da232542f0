using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>
/// The volumes that containers mount, by path. Entries of the backend's own ConfigMaps and Secrets count as files; their contents do not
/// count.
/// </summary>
internal sealed class MountFacts(ManifestSet set, JsonNode? pod)
{
    private readonly Dictionary<string, JsonObject> _volumes = pod.Items("volumes").ToDictionary(volume => volume.Text("name")!);

    public void Add(FactSet facts, string workload, string role, JsonObject container)
    {
        foreach (var mount in container.Items("volumeMounts"))
        {
            var name = mount.Text("name")!;
            var path = mount.Text("mountPath")!.TrimEnd('/');
            var volume = _volumes.GetValueOrDefault(name);
            var files = Files(volume, mount, path).ToList();
            facts.Add(workload, $"{role}.files", files);
            if (files.Count == 0)
            {
                facts.Add(workload, $"{role}.mounts", path, $"{Describe(volume, name)}{Details(mount)}");
            }
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Files(JsonObject? volume, JsonObject mount, string path)
    {
        var kind = volume.At("configMap") is not null ? "configMap" : "secret";
        var source = volume.At(kind);
        var entries = set.Read(kind == "secret" ? "Secret" : "ConfigMap", source.Text("name") ?? source.Text("secretName"));
        if (entries is null)
        {
            return [];
        }

        var paths = source.Items("items").Any()
            ? source.Items("items").Select(item => (Path: item.Text("path")!, Mode: item.Text("mode")))
            : entries.Keys.Select(key => (Path: key, Mode: (string?)null));
        var subPath = mount.Text("subPath");
        return paths
            .Where(file => subPath is null || file.Path == subPath)
            .Select(file =>
                KeyValuePair.Create(
                    subPath is null ? $"{path}/{file.Path}" : path,
                    $"{kind}{Mode(file.Mode ?? source.Text("defaultMode"))}"
                )
            );
    }

    /// <summary>A mode other than 0644, in octal digits: YAML has it in octal digits after a zero, JSON as a number.</summary>
    private static string Mode(string? mode) =>
        mode is null ? ""
        : mode[0] == '0' ? (mode == "0644" ? "" : $" {mode}")
        : Mode($"0{Convert.ToString(int.Parse(mode, CultureInfo.InvariantCulture), 8)}");

    private static string Describe(JsonObject? volume, string name)
    {
        var kind = volume?.Select(field => field.Key).FirstOrDefault(key => key != "name");
        return kind switch
        {
            null => $"claim of the template {name}",
            "persistentVolumeClaim" => $"claim {volume.Text("persistentVolumeClaim.claimName")}",
            _ => $"{kind} {string.Join(' ', volume.At(kind).Leaves().Select(leaf => $"{leaf.Key}={leaf.Value}"))}".TrimEnd(),
        };
    }

    private static string Details(JsonObject mount) =>
        $"{(mount.Text("subPath") is { Length: > 0 } subPath ? $" subPath {subPath}" : "")}{(mount.IsTrue("readOnly") ? " readOnly" : "")}";
}
