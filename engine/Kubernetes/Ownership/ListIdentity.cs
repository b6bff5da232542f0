using System.Text.Json.Nodes;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Ownership;

/// <summary>How a server-side apply identifies the items of a list: by keys or by value.</summary>
internal sealed class ListIdentity
{
    private const string ByKeys = "k:";
    private const string ByValue = "v:";
    private readonly IReadOnlyList<string> _keys;

    private ListIdentity(IReadOnlyList<string> keys) => _keys = keys;

    /// <summary>Selects the identity of a list's items; null for a list that is replaced as a whole.</summary>
    public static ListIdentity? For(FieldContext context)
    {
        if (context.Type is { Kind: ValueKind.List } type)
        {
            return type.ItemKeys.Count > 0 || type.IsSet ? new ListIdentity(type.ItemKeys) : null;
        }

        foreach (var element in Elements(context.Own).Concat(Elements(context.Others)))
        {
            if (element.StartsWith(ByValue, StringComparison.Ordinal))
            {
                return new ListIdentity([]);
            }

            if (element.StartsWith(ByKeys, StringComparison.Ordinal) && JsonNode.Parse(element[ByKeys.Length..]) is JsonObject keys)
            {
                return new ListIdentity([.. keys.Select(k => k.Key)]);
            }
        }

        return null;
    }

    /// <summary>Gets the key of an item as comparable text.</summary>
    public string KeyOf(JsonNode? item)
    {
        if (_keys.Count == 0)
        {
            return Text(item);
        }

        // The protocol of ports is the only key with a default.
        return string.Join('\n', _keys.Select(key => Text((item as JsonObject)?[key] ?? (key == "protocol" ? "TCP" : null))));
    }

    /// <summary>Finds what a set of fields contains of an item; null for nothing.</summary>
    public JsonObject? Find(JsonObject? fields, string key)
    {
        var prefix = _keys.Count == 0 ? ByValue : ByKeys;
        foreach (var (element, below) in fields ?? [])
        {
            if (element.StartsWith(prefix, StringComparison.Ordinal) && KeyOf(JsonNode.Parse(element[prefix.Length..])) == key)
            {
                return below as JsonObject;
            }
        }

        return null;
    }

    private static IEnumerable<string> Elements(JsonObject? fields) => fields?.Select(f => f.Key) ?? [];

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "";
}
