using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>
/// Finds the first value of a strategically merged object that has a wrong type. Kubernetes decodes these objects by other rules than JSON,
/// and with other messages.
/// </summary>
internal static class StrategicDecoding
{
    /// <summary>Returns the error; null if all values have the types of the schema.</summary>
    public static string? FindError(TypeSchema type, JsonNode? value) =>
        value is null
            ? null
            : type.Type switch
            {
                FieldType.Object => value is JsonObject fields
                    ? type.Fields.Select(field => FindError(field.Type, fields[field.Name])).FirstOrDefault(error => error is not null)
                    : $"cannot restore struct from: {GoValues.KindOf(value)}",
                FieldType.Map => value is JsonObject map
                    ? map.Select(entry => FindError(type.Values!, entry.Value)).FirstOrDefault(error => error is not null)
                    : $"cannot restore map from {GoValues.KindOf(value)}",
                FieldType.List => value is JsonArray list
                    ? list.Select(item => FindError(type.Items!, item)).FirstOrDefault(error => error is not null)
                    : $"cannot restore slice from {GoValues.KindOf(value)}",
                FieldType.Text => FindScalarError(value, "string", JsonValueKind.String, isConvertible: GoValues.TypeOf(value) == "int64"),
                FieldType.Flag => GoValues.TypeOf(value) == "bool" ? null : "unrecognized type: bool",
                FieldType.Integer => FindIntegerError(type, value),
                FieldType.Number => FindScalarError(value, "float64", JsonValueKind.Number, isConvertible: false),
                FieldType.Bytes => value.GetValueKind() == JsonValueKind.String
                    ? null
                    : $"cannot restore slice from {GoValues.KindOf(value)}",
                _ => null,
            };

    private static string? FindScalarError(JsonNode value, string type, JsonValueKind kind, bool isConvertible) =>
        value.GetValueKind() == kind ? null
        : isConvertible ? $"cannot convert {GoValues.TypeOf(value)} to {type}"
        : $"unrecognized type: {type}";

    private static string? FindIntegerError(TypeSchema type, JsonNode value) =>
        GoValues.TypeOf(value) switch
        {
            "int64" => null,
            "float64" => value.GetValue<double>() == Math.Truncate(value.GetValue<double>())
                ? null
                : $"cannot convert float64 to {type.Name}",
            _ => $"unrecognized type: {type.Name}",
        };
}
