using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Secrets;

namespace Infra.Engine.Projects.Configuration;

/// <summary>One configuration value as a stack file or the project's defaults give it. Secrets are encrypted.</summary>
public sealed record ConfigEntry
{
    private const string SecureKey = "secure";

    /// <summary>The value's key.</summary>
    public required ConfigKey Key { get; init; }

    /// <summary>The value; a secret reads <c>{"secure": ciphertext}</c>, anywhere in it.</summary>
    public required JsonNode? Value { get; init; }

    /// <summary>Where it stands: <c>file:line</c>.</summary>
    public required string Location { get; init; }

    /// <summary>True where the value is a secret or holds one.</summary>
    public bool IsSecret => HoldsSecret(Value);

    /// <summary>True where the value is a mapping or a list, and not a secret as a whole.</summary>
    public bool IsStructured => Value is JsonObject or JsonArray && SecretOf(Value) is null;

    /// <summary>The value as a program gets it: a text as it is, a structure as JSON.</summary>
    public string Decrypt(ISecretCipher cipher) => Text(Decrypt(Value, cipher));

    /// <summary>The value with its secrets replaced by <paramref name="placeholder"/>.</summary>
    public string Redact(string placeholder) => Text(Map(Value, _ => placeholder));

    /// <summary>The value with its secrets decrypted.</summary>
    public static JsonNode? Decrypt(JsonNode? value, ISecretCipher cipher) => Map(value, cipher.Decrypt);

    /// <summary>The form in which a secret stands in a stack file.</summary>
    internal static JsonObject Secure(string ciphertext) => new() { [SecureKey] = ciphertext };

    internal static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => scalar.GetValue<string>(),
        _ => value.ToJsonString(Plain),
    };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string? SecretOf(JsonNode? value) =>
        value is JsonObject { Count: 1 } map && map[SecureKey] is JsonValue text && text.TryGetValue<string>(out var ciphertext) ? ciphertext : null;

    private static bool HoldsSecret(JsonNode? value) => SecretOf(value) is not null || value switch
    {
        JsonObject map => map.Any(entry => HoldsSecret(entry.Value)),
        JsonArray list => list.Any(HoldsSecret),
        _ => false,
    };

    private static JsonNode? Map(JsonNode? value, Func<string, string> secret) => SecretOf(value) is { } ciphertext
        ? JsonValue.Create(secret(ciphertext))
        : value switch
        {
            JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Map(entry.Value, secret)))),
            JsonArray list => new JsonArray([.. list.Select(item => Map(item, secret))]),
            _ => value?.DeepClone(),
        };
}
