using System.Text;
using System.Text.Json;
using Infra.Cli.Display;
using Infra.Kubernetes.Schema;
using Infra.Protocol.Values;

namespace Infra.Cli.CodeGeneration;

/// <summary>
/// Writes inputs as initializers of the typed classes of <c>Pulumi.Kubernetes</c>. Secrets become settings of the stack's configuration, so
/// that the code contains none.
/// </summary>
/// <param name="code">Receives the code.</param>
/// <param name="requireSecret">Returns the expression of a secret, given the path of its value.</param>
internal sealed class ArgumentWriter(StringBuilder code, Func<string, string> requireSecret)
{
    private const int Step = 4;

    private static readonly JsonValues Json = new(showSecrets: true);

    /// <summary>Writes the initializer of an object: its braces and everything between.</summary>
    public void WriteObject(KubernetesClass type, PropertyMap inputs, int indent, string path)
    {
        Line(indent, "{");
        foreach (var (key, value) in inputs)
        {
            if (type.FindField(key) is { } schema)
            {
                WriteProperty(type.GetProperty(key), value, schema, indent + Step, $"{path}.{key}");
            }
            else
            {
                Line(indent + Step, $"// The class has no property for the field `{key}`.");
            }
        }

        Indent(indent).Append('}');
    }

    private void WriteProperty(string name, PropertyValue value, JsonElement schema, int indent, string path)
    {
        Indent(indent).Append(name).Append(" = ");
        WriteValue(value, schema, indent, path, isElement: false);
        code.AppendLine(",");
    }

    // A collection that is an element of another one has no initializer.
    private void WriteValue(PropertyValue value, JsonElement schema, int indent, string path, bool isElement)
    {
        switch (value)
        {
            case not PropertySecret when isElement && IsJson(schema):
                code.Append($"System.Text.Json.JsonDocument.Parse({CSharpText.Literal(Json.Text(value))}).RootElement");
                break;
            case PropertySecret { Value: (PropertyObject or PropertyArray) and var hidden }:
                // Single values of a secret map can be set, but not the map.
                WriteValue(MarkItems(hidden), schema, indent, path, isElement);
                break;
            case PropertySecret:
                code.Append(requireSecret(path));
                break;
            case PropertyObject { Properties: var map } when KubernetesClass.Find(schema) is { } type:
                code.Append("new ").AppendLine(type.ArgumentsName);
                WriteObject(type, map, indent, path);
                break;
            case PropertyObject { Properties: var map } when !isElement && schema.TryGetProperty("additionalProperties", out var values):
                WriteCollection(map.Select(entry => (Key: (string?)entry.Key, entry.Value)), values, indent, path);
                break;
            case PropertyArray { Elements: var elements } when !isElement && schema.TryGetProperty("items", out var items):
                WriteCollection(elements.Select(element => (Key: (string?)null, element)), items, indent, path);
                break;
            case PropertyString { Value: var text }:
                code.Append(CSharpText.Literal(IsJson(schema) ? Json.Text(value) : text));
                break;
            case PropertyBoolean { Value: var flag } when !IsJson(schema):
                code.Append(flag ? "true" : "false");
                break;
            case PropertyNumber { Value: var number } when !IsJson(schema):
                code.Append(IsText(schema) ? CSharpText.Literal(CSharpText.Literal(number)) : CSharpText.Literal(number));
                break;
            default:
                code.Append(CSharpText.Literal(Json.Text(value)));
                break;
        }
    }

    private void WriteCollection(IEnumerable<(string? Key, PropertyValue Value)> items, JsonElement schema, int indent, string path)
    {
        // The initializer stands on the lines after the property.
        code.Length--;
        code.AppendLine();
        Line(indent, "{");
        var index = 0;
        foreach (var (key, value) in items)
        {
            Indent(indent + Step);
            if (key is not null)
            {
                code.Append("{ ").Append(CSharpText.Literal(key)).Append(", ");
            }

            WriteValue(
                value,
                schema,
                indent + Step,
                $"{path}.{key ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                isElement: true
            );
            code.AppendLine(key is null ? "," : " },");
            index++;
        }

        Indent(indent).Append('}');
    }

    private static PropertyValue MarkItems(PropertyValue value) =>
        value switch
        {
            PropertyObject { Properties: var map } => PropertyMap.From(
                map.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.MakeSecret()))
            ),
            PropertyArray { Elements: var elements } => new PropertyArray([.. elements.Select(element => element.MakeSecret())]),
            _ => value,
        };

    /// <summary>True where any JSON is allowed: the package's type takes its text.</summary>
    private static bool IsJson(JsonElement schema) =>
        GetKind(schema) is "JSON" or "RawExtension" or "FieldsV1" or "CustomResourceSubresourceStatus";

    /// <summary>True where the package's type is a string, although the API also takes numbers.</summary>
    private static bool IsText(JsonElement schema) => GetKind(schema) is "Quantity" || IsOfType(schema, "string");

    private static bool IsOfType(JsonElement schema, string type) =>
        schema.TryGetProperty("type", out var declared) && declared.GetString() == type;

    private static string? GetKind(JsonElement schema) => SchemaFile.FindReference(schema)?.Split('.')[^1];

    private void Line(int indent, string text) => Indent(indent).AppendLine(text);

    private StringBuilder Indent(int indent) => code.Append(' ', indent);
}
