using System.Globalization;
using Infra.Kubernetes.Schema;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>An item of a list before and after a change.</summary>
/// <param name="Label">What identifies it: <c>[catalog]</c>, <c>[8080/TCP]</c>, or its index.</param>
/// <param name="Index">Its index in the new list, or in the old one if it is removed.</param>
/// <param name="Before">The old item; null for a new one.</param>
/// <param name="After">The new item; null for a removed one.</param>
internal sealed record ListItem(string Label, int Index, PropertyValue? Before, PropertyValue? After);

/// <summary>Pairs the items of a list before and after a change: by their keys where Kubernetes has some, otherwise by index.</summary>
internal static class ListItems
{
    // The only key with a default: an item without it equals one that has it.
    private const string Protocol = "protocol";
    private const string DefaultProtocol = "TCP";

    /// <param name="before">The old items.</param>
    /// <param name="after">The new items.</param>
    /// <param name="type">The list's type; null where it is not one of Kubernetes.</param>
    public static IEnumerable<ListItem> Pair(IReadOnlyList<PropertyValue> before, IReadOnlyList<PropertyValue> after, ObjectType? type)
    {
        var keys = type?.ItemKeys ?? [];
        return keys.Count > 0 && FindLabels(before, keys) is { } old && FindLabels(after, keys) is { } current
            ? PairByKey(before, after, old, current)
            : Enumerable
                .Range(0, Math.Max(before.Count, after.Count))
                .Select(index => new ListItem(
                    $"[{index.ToString(CultureInfo.InvariantCulture)}]",
                    index,
                    before.ElementAtOrDefault(index),
                    after.ElementAtOrDefault(index)
                ));
    }

    private static IEnumerable<ListItem> PairByKey(
        IReadOnlyList<PropertyValue> before,
        IReadOnlyList<PropertyValue> after,
        IReadOnlyList<string> old,
        IReadOnlyList<string> current
    )
    {
        var former = old.Zip(before).ToDictionary(item => item.First, item => item.Second, StringComparer.Ordinal);
        var kept = current.Select((label, index) => new ListItem(label, index, former.GetValueOrDefault(label), after[index]));
        var removed = old.Select((label, index) => new ListItem(label, index, before[index], null))
            .Where(item => !current.Contains(item.Label));
        return kept.Concat(removed);
    }

    /// <summary>The labels of items; null unless all have keys, and different ones.</summary>
    private static List<string>? FindLabels(IReadOnlyList<PropertyValue> items, IReadOnlyList<string> keys)
    {
        var labels = items.Select(item => FindLabel(item, keys)).OfType<string>().ToList();
        return labels.Count == items.Count && labels.Distinct(StringComparer.Ordinal).Count() == labels.Count ? labels : null;
    }

    private static string? FindLabel(PropertyValue item, IReadOnlyList<string> keys)
    {
        if (item is not PropertyObject { Properties: var map })
        {
            return null;
        }

        var values = keys.Select(key => FindText(map, key)).Where(text => text.Length > 0).ToArray();
        return values.Length > 0 ? $"[{string.Join('/', values)}]" : null;
    }

    private static string FindText(PropertyMap map, string key) =>
        map.Find(key) switch
        {
            PropertyString { Value: var text } => text,
            PropertyNumber { Value: var number } => number.ToString(CultureInfo.InvariantCulture),
            null when key == Protocol => DefaultProtocol,
            _ => "",
        };
}
