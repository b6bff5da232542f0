using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>A value that is laid over the settings of a stack, or of its scenario, to try it. No file changes.</summary>
/// <param name="Path">The setting, by the rule of docs/program-contract.md.</param>
/// <param name="Value">The value as in YAML, without quotes.</param>
public sealed record SettingOverride(PropertyPath Path, string Value)
{
    /// <summary>Writes what the program receives; null for nothing.</summary>
    internal static string? ToJson(IReadOnlyList<SettingOverride> overrides) =>
        overrides.Count == 0
            ? null
            : new JsonArray([
                .. overrides.Select(one => new JsonObject { ["path"] = ToJson(one.Path), ["value"] = one.Value }),
            ]).ToJsonString();

    private static JsonArray ToJson(PropertyPath path) =>
        new([.. path.Segments.Select(segment => segment.Name is { } name ? JsonValue.Create(name) : JsonValue.Create(segment.Index))]);
}
