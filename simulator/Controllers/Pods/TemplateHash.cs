using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>
/// The short hash of a pod template in names and labels. It has Kubernetes' form (32-bit FNV-1a, a decimal number in its alphabet without
/// vowels) but not its value: Kubernetes hashes a dump of its Go structures, this class the JSON with sorted keys.
/// </summary>
internal static class TemplateHash
{
    /// <summary>The label of the template hash.</summary>
    public const string Label = "pod-template-hash";

    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Computes the hash of a template.</summary>
    /// <param name="template">The pod template.</param>
    /// <param name="collisionCount">The number of earlier collisions with other templates.</param>
    public static string Compute(JsonNode? template, int? collisionCount = null)
    {
        var hash = 2166136261u;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteSorted(writer, template);
        }

        foreach (var b in buffer.WrittenSpan)
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        if (collisionCount is { } count)
        {
            foreach (var b in BitConverter.GetBytes((long)count))
            {
                hash = unchecked((hash ^ b) * 16777619u);
            }
        }

        return Encode(hash);
    }

    /// <summary>Whether two templates are equal, the hash label apart.</summary>
    public static bool AreEqual(JsonObject a, JsonObject b) => JsonNode.DeepEquals(WithoutLabel(a), WithoutLabel(b));

    internal static string Encode(uint hash)
    {
        var text = new StringBuilder(hash.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[text[i] % Alphabet.Length];
        }

        return text.ToString();
    }

    private static JsonObject WithoutLabel(JsonObject template)
    {
        if (template["metadata"]?["labels"]?[Label] is null)
        {
            return template;
        }

        var copy = (JsonObject)template.DeepClone();
        ((JsonObject)copy["metadata"]!["labels"]!).Remove(Label);
        return copy;
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    WriteSorted(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
