using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Selectors;

/// <summary>A field selector. Each resource type supports only a few fields.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string[][] Paths, string Value, bool Negated)> _terms = [];

    private FieldSelector() { }

    public bool IsEmpty => _terms.Count == 0;

    /// <exception cref="StatusException">The text is not a selector, or the resource type does not support a field.</exception>
    public static FieldSelector Parse(string? text, ResourceKind kind)
    {
        var selector = new FieldSelector();
        var terms = new List<(string Field, string Value, bool Negated)>();
        foreach (var term in SplitTerms(text ?? "").Where(term => term.Length > 0).Order(StringComparer.Ordinal))
        {
            var equal = term.IndexOf('=', StringComparison.Ordinal);
            if (equal < 0)
            {
                throw StatusException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            }

            var negated = equal > 0 && term[equal - 1] == '!';
            var value = term[(equal + 1)..];
            if (!negated && value.StartsWith('='))
            {
                value = value[1..];
            }

            terms.Add((term[..(negated ? equal - 1 : equal)], Unescape(value), negated));
        }

        foreach (var (field, value, negated) in terms)
        {
            selector._terms.Add((SelectableFields.GetPaths(kind, field), value, negated));
        }

        return selector;
    }

    public bool Matches(KubeObject item)
    {
        foreach (var (paths, value, negated) in _terms)
        {
            if (GetText(item.Body, paths) == value == negated)
            {
                return false;
            }
        }
        return true;
    }

    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static string Unescape(string value)
    {
        var result = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
                if (i == value.Length || value[i] is not ('\\' or ',' or '='))
                {
                    throw StatusException.BadRequest(
                        $"invalid field selector: invalid escape sequence: {value[(i - 1)..Math.Min(i + 1, value.Length)]}"
                    );
                }
            }
            else if (value[i] is ',' or '=')
            {
                throw StatusException.BadRequest(
                    string.Create(CultureInfo.InvariantCulture, $"invalid field selector: unescaped character in value: {(int)value[i]}")
                );
            }

            result.Append(value[i]);
        }

        return result.ToString();
    }

    /// <summary>Returns the text of the first path that has one.</summary>
    private static string GetText(JsonObject body, string[][] paths)
    {
        foreach (var path in paths)
        {
            if (body.Node(path) is { } node)
            {
                var text = node is JsonValue value && value.TryGetValue(out string? found) ? found : node.ToJsonString();
                if (text.Length > 0)
                {
                    return text;
                }
            }
        }

        return paths[0][^1] switch
        {
            "hostNetwork" or "unschedulable" => "false",
            "replicas" or "succeeded" => "0",
            _ => "",
        };
    }
}
