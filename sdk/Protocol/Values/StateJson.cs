using System.Text.Json;

namespace Infra.Protocol.Values;

/// <summary>
/// Converts property values to and from the JSON of Pulumi's state: secrets are encrypted, non-finite numbers are hex digits, unknown
/// values are one sentinel, and outputs have no dependencies.
/// </summary>
public static class StateJson
{
    /// <summary>Writes a map of properties with encrypted secrets.</summary>
    /// <param name="writer">The writer of the state.</param>
    /// <param name="properties">The properties to write.</param>
    /// <param name="encrypt">Encrypts the content of a secret, which is compact JSON.</param>
    public static void Write(Utf8JsonWriter writer, PropertyMap properties, Func<string, string> encrypt) =>
        new StateJsonWriter(encrypt).Write(writer, properties);

    /// <summary>Writes a value with encrypted secrets.</summary>
    /// <param name="writer">The writer of the state.</param>
    /// <param name="value">The value to write.</param>
    /// <param name="encrypt">Encrypts the content of a secret, which is compact JSON.</param>
    public static void Write(Utf8JsonWriter writer, PropertyValue value, Func<string, string> encrypt) =>
        new StateJsonWriter(encrypt).Write(writer, value);

    /// <summary>Writes a map of properties with its secrets in plain text, on the user's request.</summary>
    public static void WriteShowingSecrets(Utf8JsonWriter writer, PropertyMap properties) =>
        StateJsonWriter.ShowingSecrets.Write(writer, properties);

    /// <summary>Writes a value with its secrets in plain text, on the user's request.</summary>
    public static void WriteShowingSecrets(Utf8JsonWriter writer, PropertyValue value) =>
        StateJsonWriter.ShowingSecrets.Write(writer, value);

    /// <summary>Reads a map of properties.</summary>
    /// <param name="json">An object, or null for an empty map.</param>
    /// <param name="decrypt">Decrypts the ciphertext of a secret.</param>
    /// <param name="remember">
    /// Called with the content and the ciphertext of every secret, so that unchanged secrets keep their ciphertext. The content is in the
    /// form that a write encrypts.
    /// </param>
    /// <param name="texts">The texts shared by everything that is read together.</param>
    /// <exception cref="PropertyFormatException">The JSON is not a map of properties.</exception>
    public static PropertyMap ReadMap(
        JsonElement json,
        Func<string, string> decrypt,
        Action<string, string>? remember = null,
        SharedTexts? texts = null
    ) => new StateJsonReader(decrypt, remember, texts ?? new SharedTexts()).ReadMap(json);

    /// <summary>Reads a value.</summary>
    /// <param name="json">Any JSON value.</param>
    /// <param name="decrypt">Decrypts the ciphertext of a secret.</param>
    /// <param name="remember">Called with the content and the ciphertext of every secret, as in <see cref="ReadMap"/>.</param>
    /// <param name="texts">The texts shared by everything that is read together.</param>
    /// <exception cref="PropertyFormatException">An object does not match its signature.</exception>
    public static PropertyValue ReadValue(
        JsonElement json,
        Func<string, string> decrypt,
        Action<string, string>? remember = null,
        SharedTexts? texts = null
    ) => new StateJsonReader(decrypt, remember, texts ?? new SharedTexts()).ReadValue(json);
}
