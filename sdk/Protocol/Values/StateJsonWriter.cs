using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Infra.Protocol.Values;

/// <summary>Writes values as the state's JSON.</summary>
/// <param name="encrypt">Makes a secret's ciphertext; null shows secrets in plain text.</param>
internal sealed class StateJsonWriter(Func<string, string>? encrypt)
{
    // A secret is encrypted as a whole, so the secrets within it need not be; they only stay marked.
    private static readonly StateJsonWriter WithinSecret = new(text => text);

    public static StateJsonWriter ShowingSecrets { get; } = new(null);

    /// <summary>What of a secret gets encrypted.</summary>
    public static string ContentOf(PropertySecret secret) => WithinSecret.WriteToString(secret.Value);

    public void Write(Utf8JsonWriter writer, PropertyMap properties)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in properties)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    public void Write(Utf8JsonWriter writer, PropertyValue value)
    {
        switch (value)
        {
            case PropertyNull:
                writer.WriteNullValue();
                break;
            case PropertyBoolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case PropertyNumber number when double.IsFinite(number.Value):
                writer.WriteNumberValue(number.Value);
                break;
            case PropertyNumber number:
                Write(writer, SignedObject.OfNonFinite(number));
                break;
            case PropertyString text:
                writer.WriteStringValue(text.Value);
                break;
            case PropertyArray array:
                WriteArray(writer, array);
                break;
            case PropertyObject map:
                Write(writer, map.Properties);
                break;
            case PropertySecret secret:
                WriteSecret(writer, secret);
                break;
            case PropertyUnknown:
                writer.WriteStringValue(UnknownSentinels.String);
                break;
            case PropertyOutput { IsSecret: true } output:
                WriteSecret(writer, new PropertySecret(output.Value ?? new PropertyUnknown()));
                break;
            case PropertyOutput output:
                Write(writer, output.Value ?? new PropertyUnknown());
                break;
            case PropertyAsset asset:
                Write(writer, SignedObject.Of(asset));
                break;
            case PropertyArchive archive:
                Write(writer, SignedObject.Of(archive));
                break;
            case PropertyResourceReference reference:
                // Unlike the wire, the state always says the version.
                Write(writer, SignedObject.Of(reference).SetItem("packageVersion", reference.PackageVersion));
                break;
            case PropertyByteString bytes:
                Write(writer, SignedObject.Of(bytes));
                break;
            default:
                throw new NotSupportedException($"There is no state form of a {value.GetType().Name}.");
        }
    }

    private void WriteArray(Utf8JsonWriter writer, PropertyArray array)
    {
        writer.WriteStartArray();
        foreach (var element in array.Elements)
            Write(writer, element);
        writer.WriteEndArray();
    }

    private void WriteSecret(Utf8JsonWriter writer, PropertySecret secret)
    {
        writer.WriteStartObject();
        writer.WriteString(WellKnownSignatures.Key, WellKnownSignatures.Secret);
        if (encrypt is null)
            writer.WriteString("plaintext", WriteToString(secret.Value));
        else
            writer.WriteString("ciphertext", encrypt(ContentOf(secret)));
        writer.WriteEndObject();
    }

    private string WriteToString(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
