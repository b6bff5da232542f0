using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// The features of a state that need version 4 of Pulumi's format. A state without them is written as version 3, which older versions of
/// Pulumi read.
/// </summary>
internal static class StateFeatures
{
    private const int VersionWithFeatures = 4;
    private const string Hooks = "hooks";
    private const string ReplaceWith = "replaceWith";
    private const string Taint = "taint";

    /// <summary>Lists the features that a state uses, by name.</summary>
    public static IReadOnlyList<string> Find(Snapshot snapshot)
    {
        var features = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var resource in snapshot.Resources.Concat(snapshot.PendingOperations.Select(operation => operation.Resource)))
        {
            if (resource.Hooks.Count > 0)
            {
                features.Add(Hooks);
            }

            if (resource.ReplaceWith.Count > 0)
            {
                features.Add(ReplaceWith);
            }

            if (resource.Taint)
            {
                features.Add(Taint);
            }
        }

        return [.. features];
    }

    /// <summary>Writes the version and the features of a state, the first members of a checkpoint or an export.</summary>
    public static void Write(Utf8JsonWriter writer, Snapshot snapshot)
    {
        var features = Find(snapshot);
        writer.WriteNumber("version", features.Count == 0 ? SnapshotJson.Version : VersionWithFeatures);
        if (features.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("features");
        foreach (var feature in features)
        {
            writer.WriteStringValue(feature);
        }

        writer.WriteEndArray();
    }

    /// <summary>Throws for a version or a feature that this engine would not preserve.</summary>
    /// <exception cref="StateException">It is not supported.</exception>
    public static void Require(JsonElement root, string where)
    {
        var version = root.TryGetProperty("version", out var number) && number.TryGetInt32(out var value) ? value : 0;
        string[] features =
            root.TryGetProperty("features", out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(item => item.GetString() ?? "")]
                : [];
        var unknown = features.Except([Hooks, ReplaceWith, Taint]).ToArray();
        if (unknown.Length > 0)
        {
            throw new StateException($"{where}: the state uses unsupported features: {string.Join(", ", unknown)}");
        }

        if (version is not (SnapshotJson.Version or VersionWithFeatures))
        {
            throw new StateException(
                $"{where}: the state has version {version}; only versions {SnapshotJson.Version} and {VersionWithFeatures} are supported"
            );
        }
    }
}
