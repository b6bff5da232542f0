using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>Writes JSON values as Go prints them, which the API server's messages about patches do.</summary>
public static class GoValues
{
    private const double MinimumOfExponent = 1e21;

    private static readonly JsonSerializerOptions _quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints a value: <c>map[a:1 b:[x y]]</c>.</summary>
    public static string Print(JsonNode? value) =>
        value switch
        {
            null => "<nil>",
            JsonObject map => PrintMap(map),
            JsonArray list => $"[{string.Join(' ', list.Select(Print))}]",
            _ => value.GetValueKind() switch
            {
                JsonValueKind.String => value.GetValue<string>(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => PrintNumber(value),
            },
        };

    /// <summary>Prints a value as in Go's source: <c>map[string]interface {}{"a":1}</c>.</summary>
    public static string PrintSource(JsonNode? value) =>
        value switch
        {
            null => "interface {}(nil)",
            JsonObject map => $"map[string]interface {{}}{{{PrintEntries(map)}}}",
            JsonArray list => $"[]interface {{}}{{{string.Join(", ", list.Select(PrintSource))}}}",
            _ => value.GetValueKind() == JsonValueKind.String ? Quote(value.GetValue<string>()) : Print(value),
        };

    /// <summary>The name of a value's type: <c>map[string]interface {}</c>.</summary>
    public static string TypeOf(JsonNode? value) =>
        value switch
        {
            null => "%!s(<nil>)",
            JsonObject => "map[string]interface {}",
            JsonArray => "[]interface {}",
            _ => value.GetValueKind() switch
            {
                JsonValueKind.String => "string",
                JsonValueKind.Number => IsWhole(value) ? "int64" : "float64",
                _ => "bool",
            },
        };

    /// <summary>The name of a value's kind of type: <c>map</c>.</summary>
    public static string KindOf(JsonNode? value) =>
        value switch
        {
            JsonObject => "map",
            JsonArray => "slice",
            _ => TypeOf(value),
        };

    /// <summary>Whether two values are equal and of the same type; maps and lists are of one type each.</summary>
    internal static bool AreSameType(JsonNode? one, JsonNode? other) => TypeOf(one) == TypeOf(other);

    private static bool IsWhole(JsonNode number) => !number.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E');

    private static string PrintNumber(JsonNode number)
    {
        var text = number.ToJsonString();
        if (IsWhole(number) || !double.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return text;
        }

        return Math.Abs(value) is >= MinimumOfExponent or (< 1e-4 and > 0)
            ? value.ToString("0.################e+00", CultureInfo.InvariantCulture)
            : value.ToString("0.################", CultureInfo.InvariantCulture);
    }

    private static string PrintEntries(JsonObject map) =>
        string.Join(
            ", ",
            map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{Quote(entry.Key)}:{PrintSource(entry.Value)}")
        );

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString(_quoting);

    private static string PrintMap(JsonObject map)
    {
        var entries = map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{Print(entry.Value)}");
        return $"map[{string.Join(' ', entries)}]";
    }
}
