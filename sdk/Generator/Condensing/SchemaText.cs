using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>Writes a condensed schema with one group, resource or property per line, for readable diffs.</summary>
internal sealed class SchemaText
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new("{\n");

    public void Text(string key, string value) => _text.Append(Json(key)).Append(':').Append(Json(value)).Append(",\n");

    public void Lines(string section, IEnumerable<JsonObject> items) =>
        _text.Append(Json(section)).Append(":[\n").AppendJoin(",\n", items.Select(item => item.ToJsonString(Compact))).Append("\n],\n");

    public void Definitions(IEnumerable<(string Name, JsonObject Schema)> definitions) =>
        _text.Append("\"definitions\":{\n").AppendJoin(",\n", definitions.Select(Definition)).Append("\n}\n}\n");

    public override string ToString() => _text.ToString();

    private static string Definition((string Name, JsonObject Schema) definition)
    {
        if (!definition.Schema.Remove("properties", out var properties))
        {
            return $"{Json(definition.Name)}:{definition.Schema.ToJsonString(Compact)}";
        }

        var head = definition.Schema.ToJsonString(Compact)[..^1];
        var lines = properties!.AsObject().Select(property => $"  {Json(property.Key)}:{property.Value!.ToJsonString(Compact)}");
        return $"{Json(definition.Name)}:{head},\"properties\":{{\n{string.Join(",\n", lines)}\n}}}}";
    }

    private static string Json(string value) => JsonSerializer.Serialize(value, Compact);
}
