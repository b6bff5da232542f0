using System.Collections;

namespace Infra.Simulator.Cel.Values;

/// <summary>
/// A list that shares its items with the list it was made from. Adding one item after the other, as macros do, copies none.
/// </summary>
internal sealed class CelGrowingList : IReadOnlyList<object?>
{
    private readonly List<object?> _items;

    private CelGrowingList(List<object?> items)
    {
        _items = items;
        Count = items.Count;
    }

    public int Count { get; }

    public object? this[int index] =>
        index < Count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index), index, "The list is shorter.");

    public static CelGrowingList Concat(IReadOnlyList<object?> first, IReadOnlyList<object?> second)
    {
        var items = first is CelGrowingList growing && growing.Count == growing._items.Count ? growing._items : [.. first];
        items.AddRange(second);
        return new CelGrowingList(items);
    }

    public IEnumerator<object?> GetEnumerator() => _items.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
