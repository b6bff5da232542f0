using System.Text.Json;

namespace Infra.Protocol.Values;

/// <summary>
/// Property values to and from JSON as Pulumi's state has it: secrets encrypted, numbers that JSON cannot hold as hex digits, unknowns as
/// one sentinel, outputs without their dependencies.
/// </summary>
public static class StateJson
{
    /// <summary>Writes a map of properties with encrypted secrets.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="properties">The properties.</param>
    /// <param name="encrypt">Makes the ciphertext of a secret's content, which is compact JSON.</param>
    public static void Write(Utf8JsonWriter writer, PropertyMap properties, Func<string, string> encrypt) =>
        new StateJsonWriter(encrypt).Write(writer, properties);

    /// <summary>Writes a value with encrypted secrets.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value.</param>
    /// <param name="encrypt">Makes the ciphertext of a secret's content, which is compact JSON.</param>
    public static void Write(Utf8JsonWriter writer, PropertyValue value, Func<string, string> encrypt) =>
        new StateJsonWriter(encrypt).Write(writer, value);

    /// <summary>Writes a map of properties with its secrets in plain text, for a user who asked to see them.</summary>
    public static void WriteShowingSecrets(Utf8JsonWriter writer, PropertyMap properties) =>
        StateJsonWriter.ShowingSecrets.Write(writer, properties);

    /// <summary>Writes a value with its secrets in plain text, for a user who asked to see them.</summary>
    public static void WriteShowingSecrets(Utf8JsonWriter writer, PropertyValue value) =>
        StateJsonWriter.ShowingSecrets.Write(writer, value);

    /// <summary>Reads a map of properties.</summary>
    /// <param name="json">An object, or null for an empty map.</param>
    /// <param name="decrypt">Makes a secret's content of its ciphertext.</param>
    /// <param name="remember">
    /// Told of every secret's content and ciphertext, the content exactly as a write would hand it to be encrypted: with them the
    /// ciphertext of an unchanged secret can be kept.
    /// </param>
    /// <exception cref="PropertyFormatException">The JSON is no map of properties.</exception>
    public static PropertyMap ReadMap(JsonElement json, Func<string, string> decrypt, Action<string, string>? remember = null) =>
        new StateJsonReader(decrypt, remember).ReadMap(json);

    /// <summary>Reads a value.</summary>
    /// <param name="json">The value.</param>
    /// <param name="decrypt">Makes a secret's content of its ciphertext.</param>
    /// <param name="remember">Told of every secret's content and ciphertext, as in <see cref="ReadMap"/>.</param>
    /// <exception cref="PropertyFormatException">The JSON carries a signature it does not live up to.</exception>
    public static PropertyValue ReadValue(JsonElement json, Func<string, string> decrypt, Action<string, string>? remember = null) =>
        new StateJsonReader(decrypt, remember).ReadValue(json);
}
