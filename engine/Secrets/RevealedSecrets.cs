using System.Collections.Concurrent;
using System.Text.Json;

namespace Infra.Engine.Secrets;

/// <summary>
/// The secrets that this process has had in plain text. Whatever it writes without knowing which secrets it may contain is checked against
/// them: messages of errors, crash reports.
/// </summary>
internal static class RevealedSecrets
{
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => [.. Known.Keys];

    /// <summary>Adds a secret: a text, or the JSON of a property value, whose texts are added.</summary>
    public static void Add(string plaintext)
    {
        if (plaintext.Length == 0 || plaintext[0] is not ('"' or '{' or '['))
        {
            Known.TryAdd(plaintext, true);
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(plaintext);
            AddTexts(document.RootElement);
        }
        catch (JsonException)
        {
            Known.TryAdd(plaintext, true);
        }
    }

    private static void AddTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Known.TryAdd(value.GetString()!, true);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    AddTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    AddTexts(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
