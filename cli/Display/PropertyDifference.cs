using System.Globalization;
using System.Text;
using Infra.Cli.Terminal;
using Infra.Kubernetes.Schema;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>Formats the difference between two property maps as Pulumi does. Secrets are redacted unless they are to be shown.</summary>
internal sealed class PropertyDifference(Palette palette, bool showSecrets = false)
{
    private const int Step = 4;
    private readonly StringBuilder _text = new();
    private PropertyPath[] _hidden = [];

    /// <summary>Lists the properties that differ and, if <paramref name="showUnchanged"/>, those that do not.</summary>
    /// <param name="before">The old properties; null for a new object.</param>
    /// <param name="after">The new properties; null for a deleted object.</param>
    /// <param name="indent">The number of spaces before each line.</param>
    /// <param name="showUnchanged">True to list the properties that do not differ, too.</param>
    /// <param name="hidden">The paths whose differences are only mentioned.</param>
    /// <param name="type">The type of the object, whose lists may have keys; null where it is not one of Kubernetes.</param>
    public string Describe(
        PropertyMap? before,
        PropertyMap? after,
        int indent,
        bool showUnchanged,
        IReadOnlyList<string>? hidden = null,
        ObjectType? type = null
    )
    {
        _text.Clear();
        _hidden = [.. (hidden ?? []).Select(PropertyPath.Parse)];
        if (showSecrets)
        {
            (before, after) = (before?.RevealSecrets(), after?.RevealSecrets());
        }

        Map(before ?? PropertyMap.Empty, after ?? PropertyMap.Empty, PropertyPath.Root, indent, showUnchanged, isNew: before is null, type);
        return _text.ToString();
    }

    private void Map(PropertyMap before, PropertyMap after, PropertyPath path, int indent, bool showUnchanged, bool isNew, ObjectType? type)
    {
        var keys = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal).ToArray();
        var shown = showUnchanged ? keys : [.. keys.Where(key => !Equals(before.Find(key), after.Find(key)))];
        var width = shown.Select(key => key.Length).DefaultIfEmpty(0).Max();
        foreach (var key in shown)
        {
            var member = type?.Fields.GetValueOrDefault(key)?.Type ?? type?.MapValues;
            Property(key.PadRight(width), before.Find(key), after.Find(key), path.Append(key), indent, isNew, member);
        }
    }

    private void Property(
        string label,
        PropertyValue? before,
        PropertyValue? after,
        PropertyPath path,
        int indent,
        bool isNew,
        ObjectType? type
    )
    {
        if (!Equals(before, after) && Array.Exists(_hidden, hidden => hidden.Contains(path)))
        {
            Line(' ', indent, $"{label.TrimEnd()} (hidden)");
        }
        else if (isNew || Equals(before, after))
        {
            Value(' ', label, after ?? PropertyValue.Null, indent);
        }
        else if (before is null)
        {
            Value('+', label, after!, indent);
        }
        else if (after is null)
        {
            Value('-', label, before, indent);
        }
        else if (before is PropertyObject { Properties: var oldMap } && after is PropertyObject { Properties: var newMap })
        {
            Line('~', indent, $"{label}: {{");
            Map(oldMap, newMap, path, indent + Step, showUnchanged: false, isNew: false, type);
            Line(' ', indent, "}");
        }
        else if (before is PropertyArray { Elements: var oldItems } && after is PropertyArray { Elements: var newItems })
        {
            List(label, [.. ListItems.Pair(oldItems, newItems, type)], path, indent, type?.Items);
        }
        else
        {
            Line('~', indent, $"{label}: {before} => {after}");
        }
    }

    private void List(string label, IReadOnlyList<ListItem> items, PropertyPath path, int indent, ObjectType? type)
    {
        var changed = items.Where(item => !Equals(item.Before, item.After)).ToArray();
        if (changed.Length == 0)
        {
            Line('~', indent, $"{label}: [the same items in another order]");
            return;
        }

        Line('~', indent, $"{label}: [");
        foreach (var item in changed)
        {
            Property(item.Label, item.Before, item.After, path.Append(item.Index), indent + Step, isNew: false, type);
        }

        Line(' ', indent, "]");
    }

    private void Value(char mark, string label, PropertyValue value, int indent)
    {
        switch (value)
        {
            case PropertyObject { Properties: { Count: > 0 } map }:
                Line(mark, indent, $"{label}: {{");
                var width = map.Keys.Max(key => key.Length);
                foreach (var (key, item) in map.OrderBy(item => item.Key, StringComparer.Ordinal))
                {
                    Value(mark, key.PadRight(width), item, indent + Step);
                }

                Line(mark, indent, "}");
                break;
            case PropertyArray { Elements: { Length: > 0 } items }:
                Line(mark, indent, $"{label}: [");
                for (var i = 0; i < items.Length; i++)
                {
                    Value(mark, $"[{i.ToString(CultureInfo.InvariantCulture)}]", items[i], indent + Step);
                }

                Line(mark, indent, "]");
                break;
            default:
                Line(mark, indent, $"{label}: {value}");
                break;
        }
    }

    private void Line(char mark, int indent, string text)
    {
        var line = mark == ' ' ? text : $"{mark} {text}";
        var padding = new string(' ', mark == ' ' ? indent : indent - 2);
        _text
            .Append(padding)
            .AppendLine(
                mark switch
                {
                    '+' => palette.Created(line),
                    '-' => palette.Deleted(line),
                    '~' => palette.Changed(line),
                    _ => line,
                }
            );
    }
}
