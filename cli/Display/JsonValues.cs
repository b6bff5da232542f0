using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>Writes properties and resource states as JSON, with secrets as <c>[secret]</c> unless <paramref name="showSecrets"/>.</summary>
internal sealed class JsonValues(bool showSecrets)
{
    private const string Secret = "[secret]";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Compact = Readable with { Indented = false };

    /// <summary>An indented JSON document.</summary>
    public string Text(PropertyValue value) => Text(value, Readable);

    /// <inheritdoc cref="Text(PropertyValue)"/>
    public string Text(PropertyMap map) => Text(map, Readable);

    /// <summary>A string without quotes; any other value as JSON on one line.</summary>
    public string Bare(PropertyValue value) =>
        value switch
        {
            PropertyString { Value: var text } => text,
            PropertySecret when !showSecrets => Secret,
            PropertySecret { Value: var hidden } => Bare(hidden),
            _ => Text(value, Compact),
        };

    public void Write(Utf8JsonWriter json, PropertyMap map)
    {
        json.WriteStartObject();
        foreach (var (key, value) in map)
        {
            json.WritePropertyName(key);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    public void Write(Utf8JsonWriter json, PropertyValue value)
    {
        switch (value)
        {
            case PropertyNull:
                json.WriteNullValue();
                break;
            case PropertyBoolean { Value: var boolean }:
                json.WriteBooleanValue(boolean);
                break;
            case PropertyNumber { Value: var number } when double.IsFinite(number):
                WriteNumber(json, number);
                break;
            case PropertyString { Value: var text }:
                json.WriteStringValue(text);
                break;
            case PropertyArray { Elements: var elements }:
                json.WriteStartArray();
                foreach (var element in elements)
                {
                    Write(json, element);
                }

                json.WriteEndArray();
                break;
            case PropertyObject { Properties: var properties }:
                Write(json, properties);
                break;
            case PropertySecret { Value: var hidden } when showSecrets:
                Write(json, hidden);
                break;
            case PropertySecret:
                json.WriteStringValue(Secret);
                break;
            case PropertyUnknown unknown:
                json.WriteStringValue(UnknownSentinels.Get(unknown.Kind));
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    /// <summary>Writes a resource's state with the members of Pulumi's preview.</summary>
    public void Write(Utf8JsonWriter json, ResourceState state)
    {
        json.WriteStartObject();
        json.WriteString("urn", state.Urn.Value);
        json.WriteBoolean("custom", state.Custom);
        if (state.Delete)
        {
            json.WriteBoolean("delete", true);
        }

        WriteText(json, "id", state.Id);
        json.WriteString("type", state.Type);
        WriteMap(json, "inputs", state.Inputs);
        WriteMap(json, "outputs", state.Outputs);
        WriteText(json, "parent", state.Parent.Value);
        if (state.Protect)
        {
            json.WriteBoolean("protect", true);
        }

        if (state.External)
        {
            json.WriteBoolean("external", true);
        }

        WriteList(json, "dependencies", state.Dependencies);
        if (state.InitErrors.Count > 0)
        {
            json.WriteStartArray("initErrors");
            foreach (var error in state.InitErrors)
            {
                json.WriteStringValue(error);
            }

            json.WriteEndArray();
        }

        WriteText(json, "provider", state.Provider?.ToString());
        if (state.PropertyDependencies is { Count: > 0 } dependencies)
        {
            json.WriteStartObject("propertyDependencies");
            foreach (var (property, urns) in dependencies)
            {
                json.WriteStartArray(property);
                foreach (var urn in urns)
                {
                    json.WriteStringValue(urn.Value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private string Text(PropertyValue value, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            Write(json, value);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    // Whole numbers without a fraction, as in the program's source.
    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        const double largestExact = 9007199254740991;
        if (number == Math.Floor(number) && Math.Abs(number) <= largestExact)
        {
            json.WriteNumberValue((long)number);
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private void WriteMap(Utf8JsonWriter json, string name, PropertyMap map)
    {
        if (map.Count > 0)
        {
            json.WritePropertyName(name);
            Write(json, map);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<Urn> urns)
    {
        if (urns.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var urn in urns)
        {
            json.WriteStringValue(urn.Value);
        }

        json.WriteEndArray();
    }
}
