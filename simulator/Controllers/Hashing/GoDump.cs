using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Hashing;

/// <summary>
/// Writes a JSON value as the dump of the Go value that Kubernetes' controllers decode from it: types, names and values of all fields,
/// absent ones included.
/// </summary>
internal sealed class GoDump
{
    private const string ZeroTime = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}";

    private readonly GoTypes _types = GoTypes.Current;
    private readonly StringBuilder _text = new();

    private GoDump() { }

    /// <summary>Dumps a value.</summary>
    /// <param name="type">Its Go type.</param>
    /// <param name="value">The value as JSON.</param>
    public static string Write(string type, JsonNode? value)
    {
        var dump = new GoDump();
        dump.AppendTyped(type, value);
        return dump._text.ToString();
    }

    private void AppendTyped(string type, JsonNode? value)
    {
        _text.Append('(').Append(type).Append(')');
        if (type[0] != '*')
        {
            Append(type, value);
        }
        else if (value is null)
        {
            _text.Append("<nil>");
        }
        else
        {
            Append(type[1..], value);
        }
    }

    private void Append(string type, JsonNode? value)
    {
        var resolved = _types.Resolve(type);
        switch (resolved)
        {
            case "string":
                _text.Append(value is null ? "" : value.AsText());
                break;
            case "bool":
                _text.Append(value?.GetValueKind() == JsonValueKind.True ? "true" : "false");
                break;
            case "int32" or "int64":
                _text.Append(value.AsInteger() ?? 0);
                break;
            case "resource.Quantity":
                _text.Append(GoQuantity.Dump(value is null ? "0" : value.AsText()));
                break;
            case "intstr.IntOrString":
                AppendIntOrString(value);
                break;
            case "v1.Time":
                // Only the zero time occurs: the API server sets no times in templates.
                _text.Append(ZeroTime);
                break;
            case ['[', ']', .. var item]:
                AppendList(item, value as JsonArray);
                break;
            case ['m', 'a', 'p', '[', .. var rest]:
                AppendMap(rest[(rest.IndexOf(']', StringComparison.Ordinal) + 1)..], value as JsonObject);
                break;
            default:
                AppendStruct(resolved, value as JsonObject);
                break;
        }
    }

    private void AppendIntOrString(JsonNode? value)
    {
        var isText = value?.GetValueKind() == JsonValueKind.String;
        var (number, text) = (isText ? 0 : value.AsInteger() ?? 0, isText ? value!.GetValue<string>() : "");
        _text.Append($"{{Type:(intstr.Type){(isText ? 1 : 0)} IntVal:(int32){number} StrVal:(string){text}}}");
    }

    // An empty list is nil after its way through protobuf, and so is an empty map.
    private void AppendList(string item, JsonArray? list)
    {
        if (list is not { Count: > 0 })
        {
            _text.Append("<nil>");
            return;
        }

        _text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            _text.Append(i > 0 ? " " : "");
            Append(item, list[i]);
        }

        _text.Append(']');
    }

    private void AppendMap(string item, JsonObject? map)
    {
        if (map is not { Count: > 0 })
        {
            _text.Append("<nil>");
            return;
        }

        _text.Append("map[");
        var isFirst = true;
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            _text.Append(isFirst ? "" : " ").Append(key).Append(':');
            Append(item, value);
            isFirst = false;
        }

        _text.Append(']');
    }

    private void AppendStruct(string type, JsonObject? value)
    {
        _text.Append('{');
        var isFirst = true;
        foreach (var field in _types.GetFields(type))
        {
            _text.Append(isFirst ? "" : " ").Append(field.GoName).Append(':');
            AppendTyped(field.Type, field.JsonName is null ? value : value?[field.JsonName]);
            isFirst = false;
        }

        _text.Append('}');
    }
}
