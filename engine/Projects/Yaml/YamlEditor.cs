using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Protocol.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Yaml;

/// <summary>
/// Edits single values in a YAML text and preserves everything else: comments, order, quoting and blank lines.
/// A flow collection is rewritten as a whole when a value in it changes.
/// </summary>
internal sealed class YamlEditor(string filePath, string text)
{
    public string Text { get; private set; } = text;

    /// <summary>Sets a value and creates the mappings above it where they are missing.</summary>
    /// <exception cref="ConfigurationException">
    /// A value on the path is neither a mapping nor a sequence, or an index is beyond the end.
    /// </exception>
    public void Set(IReadOnlyList<PropertyPathSegment> path, JsonNode? value)
    {
        var root = Parse().Root;
        if (root is null)
        {
            Text = TextLines.End(Text) + YamlRenderer.Entry(path[0].Name!, Nest(path.Skip(1), value), 0);
            return;
        }

        var steps = Walk(root, path);
        var deepest = steps.Count == 0 ? root : steps[^1].Value;
        if (steps.Count == path.Count)
        {
            Replace(root, steps, value);
            return;
        }

        var missing = path[steps.Count];
        var nested = Nest(path.Skip(steps.Count + 1), value);
        switch (deepest)
        {
            case YamlMappingNode { Style: not MappingStyle.Flow, Children.Count: > 0 } mapping when missing.Name is { } key:
                InsertAfter(LastLine(mapping), YamlRenderer.Entry(key, nested, Column(mapping.Children[0].Key)));
                break;
            case YamlSequenceNode { Style: not SequenceStyle.Flow, Children.Count: > 0 } sequence when missing.Name is null:
                RequireEnd(missing, sequence.Children.Count, sequence);
                InsertAfter(LastLine(sequence), YamlRenderer.Item(nested, Column(sequence)));
                break;
            default:
                Replace(root, steps, Extend(deepest, missing, nested));
                break;
        }
    }

    /// <summary>Removes a value with its key.</summary>
    /// <returns>False if there is no such value.</returns>
    public bool Remove(IReadOnlyList<PropertyPathSegment> path)
    {
        var root = Parse().Root;
        if (root is null || Walk(root, path) is not { } steps || steps.Count != path.Count)
        {
            return false;
        }

        var last = steps[^1];
        var siblings = last.Parent is YamlMappingNode mapping ? mapping.Children.Count : ((YamlSequenceNode)last.Parent).Children.Count;
        if (siblings > 1 && !IsFlow(last.Parent) && StartsItsLine(last))
        {
            RemoveLines(last.StartLine, LastLine(last.Value));
            return true;
        }

        if (steps.Count == 1)
        {
            RemoveLines(last.StartLine, LastLine(last.Value));
            return true;
        }

        RequireOwn(!YamlAliases.AreIn(last.Parent), last.StartLine);
        var parent = ToJson(last.Parent)!;
        if (parent is JsonObject map)
        {
            map.Remove(path[^1].Name!);
        }
        else
        {
            parent.AsArray().RemoveAt(path[^1].Index);
        }

        Replace(root, steps[..^1], parent);
        return true;
    }

    private sealed record Step(YamlNode Parent, YamlNode? Key, YamlNode Value, PropertyPathSegment Segment)
    {
        /// <summary>The first line of the entry: that of its key, or of the item.</summary>
        public int StartLine => (int)(Key ?? Value).Start.Line;
    }

    /// <summary>Converts a node to JSON for <see cref="YamlRenderer"/>, which writes its scalars as they are in the text.</summary>
    private JsonNode? ToJson(YamlNode node) =>
        YamlNodes.ToJson(node, scalar =>
            Text[(int)scalar.Start.Index..(int)scalar.End.Index] is { Length: > 0 } source
            && !source.Contains('\n', StringComparison.Ordinal)
                ? JsonValue.Create(new SourceScalar(source))
                : YamlNodes.ScalarToJson(scalar)
        );

    private YamlFile Parse() => YamlFile.Parse(filePath, Text);

    private List<Step> Walk(YamlNode root, IReadOnlyList<PropertyPathSegment> path)
    {
        var steps = new List<Step>();
        var node = root;
        foreach (var segment in path)
        {
            Step? step = null;
            if (node is YamlMappingNode mapping && segment.Name is { } key)
            {
                foreach (var (name, value) in mapping.Children)
                {
                    if (name is YamlScalarNode scalar && scalar.Value == key)
                    {
                        RequireOwn(!YamlAliases.IsAlias(name, value), name.Start.Line);
                        step = new Step(node, name, value, segment);
                        break;
                    }
                }
            }
            else if (node is YamlSequenceNode sequence && segment.Name is null && segment.Index < sequence.Children.Count)
            {
                RequireOwn(!YamlAliases.IsAlias(sequence, segment.Index), sequence.Start.Line);
                step = new Step(node, null, sequence.Children[segment.Index], segment);
            }

            if (step is null)
            {
                break;
            }

            steps.Add(step);
            node = step.Value;
        }

        return steps;
    }

    private void Replace(YamlMappingNode root, List<Step> steps, JsonNode? value)
    {
        if (steps.Count == 0)
        {
            // Only an empty flow mapping `{}` gets here: other roots get the entry on a new line.
            throw new ConfigurationException($"{filePath}:{root.Start.Line}: the file must contain a mapping `key: value`");
        }

        var last = steps[^1];
        if (
            last.Value is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } old
            && old.End.Index > old.Start.Index
            && value is JsonValue
        )
        {
            Text = string.Concat(Text.AsSpan(0, (int)old.Start.Index), YamlRenderer.Scalar(value), Text.AsSpan((int)old.End.Index));
            return;
        }

        if (!IsFlow(last.Parent) && last.Key is YamlScalarNode key && StartsItsLine(last))
        {
            var entry = YamlRenderer.Entry(key.Value!, value, Column(key));
            var line = last.StartLine;
            RemoveLines(line, LastLine(last.Value));
            InsertAfter(line - 1, entry);
            return;
        }

        // Other entries are on the same line: rewrite the parent.
        RequireOwn(!YamlAliases.AreIn(last.Parent), last.StartLine);
        var parent = ToJson(last.Parent)!;
        if (parent is JsonObject map)
        {
            map[last.Segment.Name!] = value;
        }
        else
        {
            parent.AsArray()[last.Segment.Index] = value;
        }

        Replace(root, steps[..^1], parent);
    }

    private JsonNode Extend(YamlNode container, PropertyPathSegment missing, JsonNode? value)
    {
        RequireOwn(!YamlAliases.AreIn(container), container.Start.Line);
        var json = YamlNodes.IsNull(container) ? (missing.Name is null ? new JsonArray() : new JsonObject()) : ToJson(container);
        switch (json)
        {
            case JsonObject map when missing.Name is { } key:
                map[key] = value;
                return map;
            case JsonArray list when missing.Name is null:
                RequireEnd(missing, list.Count, container);
                list.Add(value);
                return list;
            default:
                throw new ConfigurationException(
                    $"{filePath}:{container.Start.Line}: `{Describe(missing)}` cannot be set here: the value is neither a mapping nor a list"
                );
        }
    }

    private void RequireOwn(bool isOwn, long line)
    {
        if (!isOwn)
        {
            throw YamlAliases.Reject(filePath, line);
        }
    }

    private void RequireEnd(PropertyPathSegment segment, int count, YamlNode list)
    {
        if (segment.Index != count)
        {
            throw new ConfigurationException(
                $"{filePath}:{list.Start.Line}: the list has {count} items: append with [{count}], not [{segment.Index}]"
            );
        }
    }

    private static JsonNode? Nest(IEnumerable<PropertyPathSegment> path, JsonNode? value) =>
        path.Reverse()
            .Aggregate(value, (inner, segment) => segment.Name is { } key ? new JsonObject { [key] = inner } : new JsonArray(inner));

    private static string Describe(PropertyPathSegment segment) => PropertyPath.Create(segment).ToString();

    private static bool IsFlow(YamlNode node) =>
        node is YamlMappingNode { Style: MappingStyle.Flow } or YamlSequenceNode { Style: SequenceStyle.Flow };

    private static int Column(YamlNode node) => (int)node.Start.Column - 1;

    private bool StartsItsLine(Step step)
    {
        var node = step.Key ?? step.Value;
        var lineStart = TextLines.Start(Text, (int)node.Start.Line);
        var before = Text.AsSpan(lineStart, (int)node.Start.Index - lineStart).Trim();
        return step.Key is null ? before is "-" : before.IsEmpty;
    }

    private int LastLine(YamlNode node) =>
        node switch
        {
            YamlMappingNode { Style: not MappingStyle.Flow, Children: { Count: > 0 } children } => YamlAliases.IsAlias(
                children[^1].Key,
                children[^1].Value
            )
                ? (int)children[^1].Key.Start.Line
                : LastLine(children[^1].Value),
            YamlSequenceNode { Style: not SequenceStyle.Flow, Children.Count: > 0 } sequence => YamlAliases.IsAlias(
                sequence,
                sequence.Children.Count - 1
            )
                ? throw YamlAliases.Reject(filePath, sequence.Start.Line)
                : LastLine(sequence.Children[^1]),
            YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } => TextLines.LastOfBlock(Text, (int)node.Start.Line),
            _ => (int)Math.Max(node.Start.Line, node.End.Line),
        };

    private void InsertAfter(int line, string entry)
    {
        Text = line == 0 ? Text : TextLines.End(Text);
        Text = Text.Insert(TextLines.Start(Text, line + 1), entry);
    }

    private void RemoveLines(int first, int last) =>
        Text = Text.Remove(TextLines.Start(Text, first), TextLines.Start(Text, last + 1) - TextLines.Start(Text, first));
}
