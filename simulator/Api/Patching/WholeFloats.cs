using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>
/// Converts floats without a fraction in integer fields to integers: <c>2.0</c>. Kubernetes accepts them in objects that it does not
/// decode from JSON, which are those of server-side apply and of strategic merge patches.
/// </summary>
internal static class WholeFloats
{
    // From here on a double is beyond the range of integers.
    private const double Limit = 9223372036854775808;

    /// <summary>Changes the fields of an object in place.</summary>
    public static void Convert(TypeSchema type, JsonObject json)
    {
        switch (type.Type)
        {
            case FieldType.Object:
                foreach (var field in type.Fields)
                {
                    if (Find(field.Type, json[field.Name]) is { } whole)
                    {
                        json[field.Name] = whole;
                    }
                }

                break;
            case FieldType.Map when type.Values is { } values:
                foreach (var (key, value) in json.ToList())
                {
                    if (Find(values, value) is { } whole)
                    {
                        json[key] = whole;
                    }
                }

                break;
        }
    }

    private static void Convert(TypeSchema items, JsonArray list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (Find(items, list[i]) is { } whole)
            {
                list[i] = whole;
            }
        }
    }

    /// <summary>Returns the integer that replaces a value; null if it stays, perhaps with other fields.</summary>
    private static long? Find(TypeSchema type, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject nested:
                Convert(type, nested);
                return null;
            case JsonArray list when type.Items is { } items:
                Convert(items, list);
                return null;
            case JsonValue when type.Type is FieldType.Integer or FieldType.IntOrString && value.GetValueKind() == JsonValueKind.Number:
                return value.AsInteger() is null && GetWhole(value.GetValue<double>()) is { } whole ? whole : null;
            default:
                return null;
        }
    }

    private static long? GetWhole(double number) => number == Math.Truncate(number) && Math.Abs(number) < Limit ? (long)number : null;
}
