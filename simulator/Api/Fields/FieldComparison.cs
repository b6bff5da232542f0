using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Compares the fields of two versions of an object.</summary>
internal sealed class FieldComparison
{
    private readonly List<PathElement> _path = [];
    private readonly FieldSet _ignored;
    private FieldSet? _changed;

    private FieldComparison(FieldSet ignored) => _ignored = ignored;

    public FieldSet Added { get; private set; } = new();

    public FieldSet Modified { get; private set; } = new();

    public FieldSet Removed { get; private set; } = new();

    /// <summary>The fields that were modified or added.</summary>
    public FieldSet Changed => _changed ??= Modified.Union(Added);

    public static FieldComparison Compare(TypeSchema type, JsonObject before, JsonObject after) =>
        Compare(type, before, after, new FieldSet());

    /// <summary>Compares the fields that a request may write.</summary>
    /// <param name="type">The schema of the objects.</param>
    /// <param name="before">The older version.</param>
    /// <param name="after">The newer version.</param>
    /// <param name="ignored">The fields that the request may not write.</param>
    public static FieldComparison Compare(TypeSchema type, JsonObject before, JsonObject after, FieldSet ignored)
    {
        var comparison = new FieldComparison(ignored);
        comparison.CompareFields(type, before, after);
        return new FieldComparison(ignored)
        {
            Added = comparison.Added.RecursiveDifference(ignored),
            Modified = comparison.Modified.RecursiveDifference(ignored),
            Removed = comparison.Removed.RecursiveDifference(ignored),
        };
    }

    private void Compare(TypeSchema? type, bool wasPresent, JsonNode? before, bool isPresent, JsonNode? after)
    {
        if (type is { IsUntyped: true } && IsMap(before) is { } wasMap && IsMap(after) is { } isMap && wasMap != isMap)
        {
            // The keys of the map come or go with it.
            CompareFields(type, before as JsonObject ?? [], after as JsonObject ?? []);
            Insert(Modified);
            return;
        }

        switch (FieldTypes.GetStructure(type, before, after))
        {
            case Structure.Fields:
                CompareFields(type!, before as JsonObject ?? [], after as JsonObject ?? []);
                RecordPresence(wasPresent, isPresent);
                break;
            case Structure.Items:
                CompareItems(type!, before as JsonArray, after as JsonArray);
                RecordPresence(wasPresent, isPresent);
                break;
            default:
                if (wasPresent && isPresent && !JsonNode.DeepEquals(before, after))
                {
                    Insert(Modified);
                }

                RecordPresence(wasPresent, isPresent);
                break;
        }
    }

    private static bool? IsMap(JsonNode? value) => value is null ? null : value is JsonObject;

    private void CompareFields(TypeSchema type, JsonObject before, JsonObject after)
    {
        foreach (var (key, value) in before)
        {
            if (IsIgnored(key))
            {
                continue;
            }

            var isPresent = after.TryGetPropertyValue(key, out var newValue);
            if (!isPresent || !JsonNode.DeepEquals(value, newValue))
            {
                CompareField(type, key, wasPresent: true, value, isPresent, newValue);
            }
        }

        foreach (var (key, value) in after)
        {
            if (!before.ContainsKey(key) && !IsIgnored(key))
            {
                CompareField(type, key, wasPresent: false, before: null, isPresent: true, value);
            }
        }
    }

    private void CompareField(TypeSchema type, string key, bool wasPresent, JsonNode? before, bool isPresent, JsonNode? after)
    {
        if (IsManagedFields(key))
        {
            return;
        }

        _path.Add(PathElement.Field(key));
        Compare(FieldTypes.FindType(type, key, after as JsonObject ?? before), wasPresent, before, isPresent, after);
        _path.RemoveAt(_path.Count - 1);
    }

    // Most of what a request may not write is a whole spec or status, which need not be compared.
    private bool IsIgnored(string key) => _path.Count == 0 && _ignored.Contains(PathElement.Field(key));

    // Managed fields have no managers.
    private bool IsManagedFields(string key) => key == "managedFields" && _path is [{ Text: "f:metadata" }];

    private void CompareItems(TypeSchema type, JsonArray? before, JsonArray? after)
    {
        var (oldItems, newItems) = (ListItems.Group(type, before), ListItems.Group(type, after));
        foreach (var element in oldItems.Keys.Union(newItems.Keys))
        {
            _path.Add(element);
            CompareGroups(type.Items, oldItems.GetValueOrDefault(element) ?? [], newItems.GetValueOrDefault(element) ?? []);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>Compares the items of one path element. Several items of an element are one field without parts.</summary>
    private void CompareGroups(TypeSchema? type, List<JsonNode?> before, List<JsonNode?> after)
    {
        switch (before.Count > 1, after.Count > 1)
        {
            case (false, false):
                Compare(type, before.Count == 1, before.FirstOrDefault(), after.Count == 1, after.FirstOrDefault());
                break;
            case (true, true):
                if (before.Count != after.Count || before.Zip(after).Any(pair => !JsonNode.DeepEquals(pair.First, pair.Second)))
                {
                    Insert(Modified);
                }

                break;
            case (true, false):
                CompareGroups(type, [], after);
                Insert(Removed);
                break;
            default:
                CompareGroups(type, before, []);
                Insert(Added);
                break;
        }
    }

    private void RecordPresence(bool wasPresent, bool isPresent)
    {
        if (!wasPresent)
        {
            Insert(Added);
        }
        else if (!isPresent)
        {
            Insert(Removed);
        }
    }

    private void Insert(FieldSet set) => set.Insert(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_path));
}
