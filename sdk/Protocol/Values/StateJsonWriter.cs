using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Infra.Protocol.Values;

/// <summary>Writes values as the JSON of the state.</summary>
/// <param name="encrypt">Encrypts the content of a secret; null writes secrets in plain text.</param>
internal sealed class StateJsonWriter(Func<string, string>? encrypt)
{
    // A secret is encrypted as a whole; nested secrets are only marked.
    private static readonly StateJsonWriter WithinSecret = new(text => text);

    public static StateJsonWriter ShowingSecrets { get; } = new(null);

    /// <summary>The text of a secret that is encrypted.</summary>
    public static string WriteContent(PropertySecret secret) => WithinSecret.WriteToString(secret.Value);

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
                Write(writer, SignedObject.FromNonFinite(number));
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
                Write(writer, SignedObject.From(asset));
                break;
            case PropertyArchive archive:
                Write(writer, SignedObject.From(archive));
                break;
            case PropertyResourceReference reference:
                // Unlike the wire format, the state always contains the version.
                Write(writer, SignedObject.From(reference).SetItem("packageVersion", reference.PackageVersion));
                break;
            case PropertyByteString bytes:
                Write(writer, SignedObject.From(bytes));
                break;
            default:
                throw new NotSupportedException($"There is no state form of a {value.GetType().Name}.");
        }
    }

    private void WriteArray(Utf8JsonWriter writer, PropertyArray array)
    {
        writer.WriteStartArray();
        foreach (var element in array.Elements)
        {
            Write(writer, element);
        }

        writer.WriteEndArray();
    }

    private void WriteSecret(Utf8JsonWriter writer, PropertySecret secret)
    {
        writer.WriteStartObject();
        writer.WriteString(WellKnownSignatures.Key, WellKnownSignatures.Secret);
        if (encrypt is null)
        {
            writer.WriteString("plaintext", WriteToString(secret.Value));
        }
        else
        {
            writer.WriteString("ciphertext", encrypt(WriteContent(secret)));
        }

        writer.WriteEndObject();
    }

    private string WriteToString(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
