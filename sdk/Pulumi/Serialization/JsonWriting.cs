using System.Text.Json;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Serializes JSON as values.</summary>
internal static class JsonWriting
{
    /// <summary>Writes a JSON value.</summary>
    /// <returns>False for null, for which nothing is written.</returns>
    public static bool WriteJson(this StructWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return false;
            case JsonValueKind.String:
                writer.WriteString(json.GetString()!);
                break;
            case JsonValueKind.Number:
                writer.WriteNumber(json.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBool(json.GetBoolean());
                break;
            case JsonValueKind.Array:
                var list = writer.BeginList();
                foreach (var item in json.EnumerateArray())
                {
                    var element = writer.BeginElement();
                    writer.WriteJsonOrNull(item);
                    writer.End(element);
                }

                writer.End(list);
                break;
            default:
                var fields = writer.BeginStruct();
                foreach (var property in json.EnumerateObject())
                {
                    var field = writer.BeginField(property.Name);
                    writer.WriteJsonOrNull(property.Value);
                    writer.EndField(field);
                }

                writer.End(fields);
                break;
        }

        return true;
    }

    private static void WriteJsonOrNull(this StructWriter writer, JsonElement json)
    {
        if (!writer.WriteJson(json))
        {
            writer.WriteNull();
        }
    }
}
