using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Api.Http;
using YamlDotNet.Core;

namespace Infra.Simulator.Api.Patching;

/// <summary>Parses patches by their media type.</summary>
internal static class PatchParser
{
    /// <exception cref="StatusException">The media type is unknown, or the body cannot be parsed.</exception>
    public static Patch Parse(string mediaType, byte[] body) =>
        mediaType switch
        {
            "application/json-patch+json" => ParseJson(PatchType.Json, body),
            "application/merge-patch+json" => ParseJson(PatchType.Merge, body),
            "application/strategic-merge-patch+json" => ParseJson(PatchType.StrategicMerge, body),
            "application/apply-patch+yaml" or "application/apply-patch+json" => ParseApply(body),
            _ => throw new StatusException(415, StatusReason.UnsupportedMediaType, "415: Unsupported Media Type", []),
        };

    /// <exception cref="StatusException">The options of the request are invalid for the type of patch.</exception>
    public static void CheckOptions(Patch patch, bool hasFieldManager, bool hasForce)
    {
        if (patch.Type == PatchType.Apply && !hasFieldManager)
        {
            throw FieldError.CreateOptionException("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
        }

        if (patch.Type != PatchType.Apply && hasForce)
        {
            throw FieldError.CreateOptionException(
                "PatchOptions",
                FieldError.Forbidden("force", "may not be specified for non-apply patch")
            );
        }
    }

    private static Patch ParseJson(PatchType type, byte[] body)
    {
        var duplicates = new List<string>();
        try
        {
            return new Patch(type, JsonParsing.Parse(body, duplicates) ?? new JsonObject()) { DuplicateFields = duplicates };
        }
        catch (JsonException error)
        {
            throw StatusException.BadRequest($"error decoding patch: {error.Message}");
        }
    }

    private static Patch ParseApply(byte[] body)
    {
        var duplicates = new List<string>();
        try
        {
            // JSON is YAML too, but parses faster as JSON and keeps its numbers.
            var isJson = body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
            var parsed = isJson ? JsonParsing.Parse(body, duplicates) : YamlParsing.Parse(Encoding.UTF8.GetString(body));
            return new Patch(PatchType.Apply, parsed as JsonObject ?? []) { DuplicateFields = duplicates };
        }
        catch (Exception error) when (error is JsonException or YamlException)
        {
            var message = error is YamlException yaml ? $"line {yaml.Start.Line}: {FormatYamlError(yaml.Message)}" : error.Message;
            throw StatusException.BadRequest($"error decoding YAML: error converting YAML to JSON: yaml: {message}");
        }
    }

    private static string FormatYamlError(string message)
    {
        var text = message.Contains("): ", StringComparison.Ordinal)
            ? message[(message.IndexOf("): ", StringComparison.Ordinal) + 3)..]
            : message;
        if (text.Contains("invalid mapping", StringComparison.Ordinal))
        {
            return "mapping values are not allowed in this context";
        }

        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
    }
}
