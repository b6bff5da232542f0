using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Compares the fields of two versions of an object.</summary>
internal sealed class FieldComparison
{
    private readonly List<PathElement> _path = [];

    private FieldComparison() { }

    public FieldSet Added { get; private set; } = new();

    public FieldSet Modified { get; private set; } = new();

    public FieldSet Removed { get; private set; } = new();

    public static FieldComparison Compare(TypeSchema type, JsonObject before, JsonObject after)
    {
        var comparison = new FieldComparison();
        comparison.CompareFields(type, before, after);
        return comparison;
    }

    /// <summary>Returns the comparison without the fields that a request may not write.</summary>
    public FieldComparison Without(FieldSet ignored) =>
        new()
        {
            Added = Added.RecursiveDifference(ignored),
            Modified = Modified.RecursiveDifference(ignored),
            Removed = Removed.RecursiveDifference(ignored),
        };

    private void Compare(TypeSchema? type, bool isBefore, JsonNode? before, bool isAfter, JsonNode? after)
    {
        switch (FieldTypes.StructureOf(type, before, after))
        {
            case Structure.Fields:
                CompareFields(type!, before as JsonObject ?? [], after as JsonObject ?? []);
                Note(isBefore, isAfter);
                break;
            case Structure.Items:
                CompareItems(type!, before as JsonArray, after as JsonArray);
                Note(isBefore, isAfter);
                break;
            default:
                if (isBefore && isAfter && !JsonNode.DeepEquals(before, after))
                {
                    Insert(Modified);
                }

                Note(isBefore, isAfter);
                break;
        }
    }

    private void CompareFields(TypeSchema type, JsonObject before, JsonObject after)
    {
        foreach (var key in before.Select(entry => entry.Key).Union(after.Select(entry => entry.Key)))
        {
            var isBefore = before.TryGetPropertyValue(key, out var old);
            var isAfter = after.TryGetPropertyValue(key, out var young);
            _path.Add(PathElement.Field(key));
            Compare(FieldTypes.TypeOf(type, key, young ?? old), isBefore, old, isAfter, young);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void CompareItems(TypeSchema type, JsonArray? before, JsonArray? after)
    {
        var (old, young) = (ListItems.Index(type, before), ListItems.Index(type, after));
        foreach (var element in old.Keys.Union(young.Keys))
        {
            var isBefore = old.TryGetValue(element, out var oldItem);
            var isAfter = young.TryGetValue(element, out var youngItem);
            _path.Add(element);
            Compare(type.Items, isBefore, oldItem, isAfter, youngItem);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Note(bool isBefore, bool isAfter)
    {
        if (!isBefore)
        {
            Insert(Added);
        }
        else if (!isAfter)
        {
            Insert(Removed);
        }
    }

    private void Insert(FieldSet set) => set.Insert(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_path));
}
