using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Protobuf;

/// <summary>
/// Parses objects in Kubernetes' protobuf form to JSON, by the schema and its field numbers.
/// </summary>
internal sealed class ProtobufParsing(BuiltInKinds schema)
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="DecodingException">The bytes are not an object in protobuf form, or its kind is unknown.</exception>
    public JsonObject Parse(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            throw new DecodingException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = [];
        var envelope = new ProtobufReader(body[Magic.Length..]);
        while (envelope.Read())
        {
            if (envelope.Field == 1)
            {
                (apiVersion, kind) = ReadTypeMeta(envelope.Bytes);
            }
            else if (envelope.Field == 2)
            {
                raw = envelope.Bytes;
            }
        }
        var definition = schema.FindDefinition(apiVersion, kind)
            ?? throw new DecodingException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var result = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        ReadMessage(schema.GetTypeSchema(definition), raw, result, 0, []);
        return result;
    }

    private static (string ApiVersion, string Kind) ReadTypeMeta(ReadOnlySpan<byte> message)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                apiVersion = reader.Text;
            }
            else if (reader.Field == 2)
            {
                kind = reader.Text;
            }
        }
        return (apiVersion, kind);
    }

    /// <summary>
    /// Parses a message into <paramref name="result"/>; <paramref name="outer"/> are the field numbers of enclosing messages that JSON does
    /// not nest.
    /// </summary>
    private static void ReadMessage(TypeSchema type, ReadOnlySpan<byte> message, JsonObject result, int depth, int[] outer)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            var number = reader.Field;
            var candidates = type.Fields.Where(field =>
                field.Numbers.Count > depth && field.Numbers[depth] == number && field.Numbers.Take(depth).SequenceEqual(outer)
            );
            var found = candidates.FirstOrDefault();
            if (found is null)
            {
                continue;
            }

            if (found.Numbers.Count > depth + 1)
            {
                ReadMessage(type, reader.Bytes, result, depth + 1, [.. outer, number]);
            }
            else
            {
                ReadField(found, ref reader, result);
            }
        }
    }

    private static void ReadField(FieldSchema field, ref ProtobufReader reader, JsonObject result)
    {
        switch (field.Type.Type)
        {
            case FieldType.List:
                if (result[field.Name] is not JsonArray list)
                {
                    result[field.Name] = list = [];
                }

                list.Add(ReadValue(field.Type.Items!, ref reader));
                break;
            case FieldType.Map:
                if (result[field.Name] is not JsonObject map)
                {
                    result[field.Name] = map = [];
                }

                ReadEntry(field.Type.Values!, reader.Bytes, map);
                break;
            default:
                result[field.Name] = ReadValue(field.Type, ref reader);
                break;
        }
    }

    private static void ReadEntry(TypeSchema values, ReadOnlySpan<byte> message, JsonObject map)
    {
        var key = "";
        JsonNode? value = ZeroValues.Get(values);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                key = reader.Text;
            }
            else if (reader.Field == 2)
            {
                value = ReadValue(values, ref reader);
            }
        }
        map[key] = value;
    }

    private static JsonNode? ReadValue(TypeSchema type, ref ProtobufReader reader)
    {
        switch (type.Type)
        {
            case FieldType.Text:
                return reader.Text;
            case FieldType.Integer:
                return (long)reader.Number;
            case FieldType.Flag:
                return reader.Number != 0;
            case FieldType.Number:
                return BitConverter.UInt64BitsToDouble(reader.Number);
            case FieldType.Bytes:
                return Convert.ToBase64String(reader.Bytes);
            case FieldType.Quantity:
                return ReadFirstText(reader.Bytes) is { Length: > 0 } quantity ? quantity : "0";
            case FieldType.IntOrString:
                return ReadIntOrString(reader.Bytes);
            case FieldType.Time or FieldType.MicroTime:
                return ReadTime(type.Type, reader.Bytes);
            case FieldType.Object:
                var nested = new JsonObject();
                ReadMessage(type, reader.Bytes, nested, 0, []);
                return nested;
            default:
                return ReadJson(reader.Bytes);
        }
    }

    /// <summary>JSON that the message contains as text. As in Kubernetes, the last of duplicate keys wins.</summary>
    private static JsonNode? ReadJson(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        if (!reader.Read() || reader.Field != 1 || reader.Bytes.IsEmpty)
        {
            return null;
        }

        return GoJson.FindError(reader.Bytes) is { } error ? throw new DecodingException(error) : JsonParsing.Parse(reader.Bytes, []);
    }

    private static string ReadFirstText(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return reader.Read() && reader.Field == 1 ? reader.Text : "";
    }

    private static JsonNode ReadIntOrString(ReadOnlySpan<byte> message)
    {
        var (isText, number, text) = (false, 0L, "");
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                isText = reader.Number != 0;
            }
            else if (reader.Field == 2)
            {
                number = (int)reader.Number;
            }
            else if (reader.Field == 3)
            {
                text = reader.Text;
            }
        }
        return isText ? text : number;
    }

    /// <summary>A time without seconds is unset.</summary>
    private static string? ReadTime(FieldType type, ReadOnlySpan<byte> message)
    {
        var (seconds, nanoseconds) = (0L, 0L);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                seconds = (long)reader.Number;
            }
            else if (reader.Field == 2)
            {
                nanoseconds = (long)reader.Number;
            }
        }
        if (seconds == 0)
        {
            return null;
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);
        return type == FieldType.Time ? Timestamps.Format(time) : Timestamps.FormatMicro(time);
    }
}
