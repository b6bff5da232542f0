using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>A path in a schema: as Kubernetes writes it in errors, its first field, and the schema it leads to.</summary>
internal sealed record SchemaPath(string Text, string Root, JsonObject Schema);

/// <summary>Parses paths such as <c>.spec.replicas</c> and <c>.labels['a/b']</c> against a schema.</summary>
internal static partial class FieldPaths
{
    /// <summary>Finds the schema at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="schema">The schema from which it leads.</param>
    /// <param name="allowsBrackets">Whether names may stand in brackets.</param>
    /// <param name="problem">What is wrong with the path; empty if nothing is.</param>
    public static SchemaPath? Find(string path, JsonObject schema, bool allowsBrackets, out string problem)
    {
        var tokens = Split(path);
        var text = new StringBuilder();
        var root = "";
        problem = "";
        for (var at = 0; at < tokens.Count; at++)
        {
            string name;
            switch (tokens[at])
            {
                case ".":
                    if (++at >= tokens.Count)
                    {
                        problem = "unexpected end of JSON path";
                        return null;
                    }

                    name = tokens[at];
                    break;
                case "[":
                    if (!allowsBrackets)
                    {
                        problem = "array notation is not allowed";
                        return null;
                    }

                    if (ReadQuoted(tokens, ref at, out problem) is not { } quoted)
                    {
                        return null;
                    }

                    name = quoted;
                    break;
                default:
                    problem = $"expected [ or . but got: {tokens[at]}";
                    return null;
            }
            if (schema.Map("properties") is { } properties)
            {
                if (properties.Map(name) is not { } property)
                {
                    problem = "does not refer to a valid field";
                    return null;
                }

                text.Append(text.Length > 0 ? "." : "").Append(name);
                schema = property;
            }
            else if (schema.Map("additionalProperties") is { } values)
            {
                text.Append('[').Append(name).Append(']');
                schema = values;
            }
            else
            {
                problem = "does not refer to a valid field";
                return null;
            }

            root = root.Length == 0 ? name : root;
        }
        return new SchemaPath(text.ToString(), root, schema);
    }

    private static string? ReadQuoted(List<string> tokens, ref int at, out string problem)
    {
        problem = "unexpected end of JSON path";
        if (++at >= tokens.Count)
        {
            return null;
        }

        var token = tokens[at];
        if (token.Length < 2 || token[0] != '\'' || token[^1] != '\'')
        {
            problem = $"expected single quoted string but got {token}";
            return null;
        }

        var invalid = Escapes()
            .Matches(token[1..^1])
            .FirstOrDefault(match => !"abfnrtv'\\".Contains(match.Value[1], StringComparison.Ordinal));
        if (invalid is not null)
        {
            problem = $"invalid string literal: invalid escape char {invalid.Value}";
            return null;
        }
        if (++at >= tokens.Count)
        {
            return null;
        }

        if (tokens[at] != "]")
        {
            problem = $"expected ] but got {tokens[at]}";
            return null;
        }

        problem = "";
        return Escapes()
            .Replace(token[1..^1], match => "\a\b\f\n\r\t\v'\\"["abfnrtv'\\".IndexOf(match.Value[1], StringComparison.Ordinal)].ToString());
    }

    private static List<string> Split(string path)
    {
        var tokens = new List<string>();
        var at = 0;
        while (at < path.Length)
        {
            var end = at;
            if (path[at] == '\'')
            {
                end = at + 1;
                while (end < path.Length && !(path[end] == '\'' && path[end - 1] != '\\'))
                {
                    end++;
                }

                end = Math.Min(end + 1, path.Length);
            }
            else if (path[at] is '.' or '[' or ']')
            {
                end = at + 1;
            }
            else
            {
                while (end < path.Length && path[end] is not ('.' or '[' or ']'))
                {
                    end++;
                }
            }
            tokens.Add(path[at..end]);
            at = end;
        }
        return tokens;
    }

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escapes();
}
