using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;
using Infra.Kubernetes.Patching;

namespace Infra.Backend.Planning;

/// <summary>A change of objects of a service.</summary>
/// <param name="Kind">The kind of object that it changes.</param>
/// <param name="Name">The object's name; null for all of the kind.</param>
internal sealed record ObjectPatch(string Kind, string? Name)
{
    /// <summary>The strategic merge patch; null for a JSON patch.</summary>
    public JsonObject? Merge { get; init; }

    /// <summary>The operations of a JSON patch; empty for a strategic merge patch.</summary>
    public ImmutableArray<JsonPatchOperation> Operations { get; init; } = [];

    /// <summary>The place where it is written, as file and line.</summary>
    public required string Place { get; init; }

    /// <summary>The places where its operations are written.</summary>
    public ImmutableArray<string> OperationPlaces { get; init; } = [];

    /// <summary>The fields of the object that it contains changes of.</summary>
    public IEnumerable<string> Fields =>
        Merge?.Select(entry => entry.Key)
        ?? Operations
            .SelectMany(operation => new[] { operation.Path, operation.From })
            .Select(pointer => JsonPointer.TryParse(pointer) is [var first, ..] ? first : null)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    public static ObjectPatch Create(PatchSettings settings) =>
        new(settings.Kind, settings.Name)
        {
            Merge = settings.Merge?.ToJson() as JsonObject,
            Operations =
            [
                .. settings.Json.Select(operation => new JsonPatchOperation(Action(operation.Op), operation.Path)
                {
                    From = operation.From,
                    Value = operation.Value?.ToJson(),
                }),
            ],
            Place = $"{settings.Location}",
            OperationPlaces = [.. settings.Json.Select(operation => $"{operation.Location}")],
        };

    /// <summary>Whether it changes an object.</summary>
    public bool Matches(string kind, string name) => Kind == kind && (Name is null || Name == name);

    /// <summary>
    /// The patch for a version of the service. The container of a version has the version's name, so that a change of the service's
    /// container by its name is one of the version's.
    /// </summary>
    public ObjectPatch ForVersion(string service, string version)
    {
        var merge = (JsonObject?)Merge?.DeepClone();
        if (merge?["spec"] is JsonObject spec && (spec["template"] as JsonObject)?["spec"] is JsonObject pod)
        {
            foreach (var list in (string[])["containers", $"{StrategicMergePatch.ElementOrder}containers"])
            {
                foreach (var container in (pod[list] as JsonArray ?? []).OfType<JsonObject>())
                {
                    if (container["name"] is JsonValue name && name.TryGetValue(out string? text) && text == service)
                    {
                        container["name"] = version;
                    }
                }
            }
        }

        return this with
        {
            Merge = merge,
        };
    }

    private static JsonPatchAction Action(JsonOperation operation) =>
        operation switch
        {
            JsonOperation.Add => JsonPatchAction.Add,
            JsonOperation.Remove => JsonPatchAction.Remove,
            JsonOperation.Replace => JsonPatchAction.Replace,
            JsonOperation.Move => JsonPatchAction.Move,
            JsonOperation.Copy => JsonPatchAction.Copy,
            _ => JsonPatchAction.Test,
        };
}
