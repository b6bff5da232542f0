using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Cel.Values;

/// <summary>Converts JSON to values, by the declared type where there is one.</summary>
internal static class CelJson
{
    public static object? ToValue(JsonNode? json, DeclaredType? type = null) =>
        json switch
        {
            null => null,
            JsonObject map => new CelJsonMap(map, type),
            JsonArray array => new CelJsonList(array, type),
            JsonValue value => ToScalar(value, type),
            _ => throw new InvalidOperationException("unknown JSON node"),
        };

    private static object? ToScalar(JsonValue value, DeclaredType? type) =>
        value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => ToNumber(value, type),
            JsonValueKind.String => ToText(value.GetValue<string>(), type),
            _ => null,
        };

    private static object ToNumber(JsonValue value, DeclaredType? type)
    {
        var text = value.ToJsonString();
        var number = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        if (type?.Type.Kind == Checking.CelKind.Double)
        {
            return number;
        }

        return long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var whole) ? whole
            : type?.Type.Kind == Checking.CelKind.Int && number == Math.Floor(number) ? (long)number
            : number;
    }

    private static object ToText(string text, DeclaredType? type) =>
        type?.Type.Kind switch
        {
            Checking.CelKind.Timestamp => Functions.TimeFunctions.ParseTime(type.IsDate ? text + "T00:00:00Z" : text) is { } time
                ? time
                : new CelError($"type conversion error from 'string' to 'google.protobuf.Timestamp'"),
            Checking.CelKind.Duration => Functions.TimeFunctions.ParseDuration(text) is { } duration
                ? duration
                : new CelError($"type conversion error from 'string' to 'google.protobuf.Duration'"),
            Checking.CelKind.Bytes => TryDecode(text) ?? (object)new CelError("illegal base64 data"),
            _ => text,
        };

    private static byte[]? TryDecode(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }
}

/// <summary>A JSON array as a list.</summary>
internal sealed class CelJsonList(JsonArray array, DeclaredType? type) : IReadOnlyList<object?>
{
    public JsonArray Json => array;

    public DeclaredType? Type => type;

    /// <summary>Whether the order does not matter when it is compared: lists of the types set and map.</summary>
    public bool IsUnordered => type?.ListType is "set" or "map";

    public int Count => array.Count;

    public object? this[int index] => CelJson.ToValue(array[index], type?.Items);

    public IEnumerator<object?> GetEnumerator() => array.Select(item => CelJson.ToValue(item, type?.Items)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A JSON object as a map or object.</summary>
internal sealed class CelJsonMap(JsonObject map, DeclaredType? type) : ICelMap
{
    public int Count => map.Count;

    public IEnumerable<object?> Keys => map.Select(entry => (object?)entry.Key);

    /// <summary>Whether the value is an object with declared fields.</summary>
    public bool IsObject => type?.Fields is not null;

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        if (key is not string name)
        {
            return false;
        }

        var field = type?.Fields?.GetValueOrDefault(name);
        if (!map.TryGetPropertyValue(field?.Property ?? name, out var found))
        {
            return false;
        }

        value = CelJson.ToValue(found, field?.Type ?? type?.Items);
        return true;
    }
}
