using System.Text.Json;

namespace Infra.Protocol.Values;

/// <summary>Reads values from the JSON of the state.</summary>
internal sealed class StateJsonReader(Func<string, string> decrypt, Action<string, string>? remember, SharedTexts texts)
{
    public PropertyMap ReadMap(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => PropertyMap.Empty,
            JsonValueKind.Object => ReadProperties(json),
            var kind => throw new PropertyFormatException($"An object of properties was expected, not a JSON value of the kind {kind}."),
        };

    public PropertyValue ReadValue(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.String => json.GetString()! is var text && text == UnknownSentinels.String
                ? new PropertyUnknown()
                : texts.ShareValue(text),
            JsonValueKind.Array => ReadArray(json),
            JsonValueKind.Object => ReadObject(json),
            _ => PropertyValue.Null,
        };

    private PropertyMap ReadProperties(JsonElement json)
    {
        var properties = new List<KeyValuePair<string, PropertyValue>>();
        foreach (var property in json.EnumerateObject())
        {
            try
            {
                properties.Add(KeyValuePair.Create(texts.Share(property.Name), ReadValue(property.Value)));
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(property.Name);
            }
        }

        return PropertyMap.From(properties);
    }

    private PropertyArray ReadArray(JsonElement json)
    {
        var elements = new List<PropertyValue>(json.GetArrayLength());
        foreach (var element in json.EnumerateArray())
        {
            try
            {
                elements.Add(ReadValue(element));
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(elements.Count);
            }
        }

        return new PropertyArray([.. elements]);
    }

    private PropertyValue ReadObject(JsonElement json)
    {
        if (!json.TryGetProperty(WellKnownSignatures.Key, out var signature))
        {
            return ReadProperties(json);
        }

        return (signature.ValueKind == JsonValueKind.String ? signature.GetString() : null) switch
        {
            WellKnownSignatures.Secret => ReadSecret(json),
            WellKnownSignatures.Asset => SignedObject.ReadAsset(ReadProperties(json)),
            WellKnownSignatures.Archive => SignedObject.ReadArchive(ReadProperties(json)),
            WellKnownSignatures.ResourceReference => SignedObject.ReadResourceReference(ReadProperties(json)),
            WellKnownSignatures.ByteString => SignedObject.ReadByteString(ReadProperties(json)),
            WellKnownSignatures.NonFiniteNumber => SignedObject.ReadNonFiniteNumber(ReadProperties(json)),
            _ => throw SignedObject.UnknownSignature(ReadValue(signature)),
        };
    }

    private PropertySecret ReadSecret(JsonElement json)
    {
        var (ciphertext, plaintext) = (Text(json, "ciphertext"), Text(json, "plaintext"));
        if (ciphertext is null == plaintext is null)
        {
            throw new PropertyFormatException("A secret must have either 'ciphertext' or 'plaintext', as a string.");
        }

        var secret = ParseContent(plaintext ?? decrypt(ciphertext!));
        if (ciphertext is not null && remember is not null)
        {
            remember(StateJsonWriter.WriteContent(secret), ciphertext);
        }

        return secret;
    }

    private static PropertySecret ParseContent(string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            // Nested secrets are marked, but not encrypted again.
            return new PropertySecret(new StateJsonReader(text => text, null, new SharedTexts()).ReadValue(document.RootElement));
        }
        catch (JsonException)
        {
            // The cause is left out, because its message could quote the secret.
            throw new PropertyFormatException("The content of a secret is not JSON.");
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
