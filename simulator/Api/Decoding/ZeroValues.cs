using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Decoding;

/// <summary>The zero values that Kubernetes writes for unset fields.</summary>
internal static class ZeroValues
{
    /// <summary>Returns the zero value of a type; null for lists, maps, times and untyped values.</summary>
    public static JsonNode? Get(TypeSchema type) =>
        type.Type switch
        {
            FieldType.Object => GetObject(type),
            FieldType.Text or FieldType.Bytes => JsonValue.Create(""),
            FieldType.Integer or FieldType.IntOrString => JsonValue.Create(0L),
            FieldType.Number => JsonValue.Create(0d),
            FieldType.Flag => JsonValue.Create(false),
            FieldType.Quantity => JsonValue.Create("0"),
            _ => null,
        };

    public static JsonObject GetObject(TypeSchema type)
    {
        var result = new JsonObject();
        foreach (var field in type.Fields.Where(field => field.IsAlwaysWritten))
        {
            result[field.Name] = field.IsNullWhenAbsent ? null : Get(field.Type);
        }

        return result;
    }

    public static bool IsZero(JsonNode value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => value.ToJsonString() == "0",
            JsonValueKind.False => true,
            _ => false,
        };
}
