using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Secrets;

namespace Infra.Engine.Projects.Configuration;

/// <summary>A configuration value from a stack file or from the project's defaults. Secrets are encrypted.</summary>
public sealed record ConfigEntry
{
    private const string SecureKey = "secure";

    /// <summary>The full key, with its namespace.</summary>
    public required ConfigKey Key { get; init; }

    /// <summary>The value. Secrets, also nested ones, have the form <c>{"secure": ciphertext}</c>.</summary>
    public required JsonNode? Value { get; init; }

    /// <summary>The place of the value: <c>file:line</c>.</summary>
    public required string Location { get; init; }

    /// <summary>True if the value is or contains a secret.</summary>
    public bool IsSecret => HoldsSecret(Value);

    /// <summary>True for a mapping or list that is not encrypted as a whole.</summary>
    public bool IsStructured => Value is JsonObject or JsonArray && FindCiphertext(Value) is null;

    /// <summary>Converts a value to what the program receives: strings unchanged, structures as JSON.</summary>
    public string Decrypt(ISecretCipher cipher) => Text(Decrypt(Value, cipher));

    /// <summary>Replaces every secret in the value by <paramref name="placeholder"/>.</summary>
    public string Redact(string placeholder) => Text(Map(Value, _ => JsonValue.Create(placeholder)));

    /// <summary>Replaces the ciphertext of every secret in the value.</summary>
    internal static JsonNode? Reencrypt(JsonNode? value, Func<string, string> reencrypt) =>
        Map(value, ciphertext => Secure(reencrypt(ciphertext)));

    /// <summary>Decrypts every secret in the value.</summary>
    public static JsonNode? Decrypt(JsonNode? value, ISecretCipher cipher) =>
        Map(value, ciphertext => JsonValue.Create(cipher.Decrypt(ciphertext)));

    /// <summary>Wraps a ciphertext in the form secrets have in stack files.</summary>
    internal static JsonObject Secure(string ciphertext) => new() { [SecureKey] = ciphertext };

    internal static string Text(JsonNode? value) =>
        value switch
        {
            null => "",
            JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => scalar.GetValue<string>(),
            _ => value.ToJsonString(Plain),
        };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string? FindCiphertext(JsonNode? value) =>
        value is JsonObject { Count: 1 } map && map[SecureKey] is JsonValue text && text.TryGetValue<string>(out var ciphertext)
            ? ciphertext
            : null;

    private static bool HoldsSecret(JsonNode? value) =>
        FindCiphertext(value) is not null
        || value switch
        {
            JsonObject map => map.Any(entry => HoldsSecret(entry.Value)),
            JsonArray list => list.Any(HoldsSecret),
            _ => false,
        };

    private static JsonNode? Map(JsonNode? value, Func<string, JsonNode> secret) =>
        FindCiphertext(value) is { } ciphertext
            ? secret(ciphertext)
            : value switch
            {
                JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Map(entry.Value, secret)))),
                JsonArray list => new JsonArray([.. list.Select(item => Map(item, secret))]),
                _ => value?.DeepClone(),
            };
}
