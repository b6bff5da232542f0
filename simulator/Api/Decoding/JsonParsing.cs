using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Decoding;

/// <summary>Parses JSON like Kubernetes: the last of duplicate keys wins, and duplicates are reported.</summary>
internal static class JsonParsing
{
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="DecodingException">A number is out of range.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string> duplicateFields)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        var parsed = ReadValue(ref reader, "", duplicateFields);
        while (reader.Read())
        {
            // The reader throws on anything but white space.
        }
        return parsed;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string> duplicates) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
            JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
            JsonTokenType.String => JsonValue.Create(JsonText.Read(ref reader)),
            JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : ReadNumber(ref reader),
            JsonTokenType.True => JsonValue.Create(true),
            JsonTokenType.False => JsonValue.Create(false),
            _ => null,
        };

    private static JsonValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.GetDouble() is var number && double.IsFinite(number)
            ? JsonValue.Create(number)
            : throw new DecodingException(
                $"json: cannot unmarshal number {Encoding.UTF8.GetString(reader.ValueSpan)} into Go value of type float64"
            );

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, ICollection<string> duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = JsonText.Read(ref reader);
            var childPath = path.Length == 0 ? key : $"{path}.{key}";
            if (result.ContainsKey(key))
            {
                duplicates.Add(childPath);
            }

            reader.Read();
            result[key] = ReadValue(ref reader, childPath, duplicates);
        }
        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, ICollection<string> duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            result.Add(ReadValue(ref reader, $"{path}[{result.Count}]", duplicates));
        }

        return result;
    }
}
