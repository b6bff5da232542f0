using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>Merges the lists of strategic merge patches: by the merge key of their items, or by the values themselves.</summary>
internal static class ListMerging
{
    public static JsonArray AsList(JsonNode? value) =>
        value as JsonArray
        ?? throw new PatchException(PatchProblem.Mismatch, $"expected a []interface {{}}, but received a {GoValues.TypeOf(value)}");

    public static PatchException CreateUnknownDirective(JsonNode? directive, JsonObject patch) =>
        new(PatchProblem.UnknownDirective, $"unknown patch type: {GoValues.Print(directive)} in map: {GoValues.Print(patch)}");

    /// <summary>Merges a list and puts the items of the patch in its order; the others keep theirs.</summary>
    public static JsonArray MergeAndSort(IMergeField field, JsonArray present, JsonArray patch)
    {
        if (present.Count == 0 && patch.Count == 0)
        {
            return present;
        }

        var before = (JsonArray)present.DeepClone();
        var order = patch;
        if (IsOfMaps(present, patch))
        {
            (before, order) = SplitDirectives(field.PatchMergeKey!, before, patch);
        }

        return Sort(field.PatchMergeKey, Merge(field, present, patch), order, before, patch);
    }

    /// <summary>Merges a list without sorting it.</summary>
    private static JsonArray Merge(IMergeField field, JsonArray present, JsonArray patch)
    {
        if (present.Count == 0 && patch.Count == 0)
        {
            return present;
        }

        if (!IsOfMaps(present, patch))
        {
            return Deduplicate([.. present, .. patch]);
        }

        var mergeKey = field.PatchMergeKey
            ?? throw new PatchException(PatchProblem.Mismatch, "cannot merge lists without merge key for struct");
        var (kept, changes) = SplitDirectives(mergeKey, present, patch);
        foreach (var change in changes.OfType<JsonObject>())
        {
            var index = IndexOf(kept, mergeKey, GetKey(change, mergeKey));
            if (index < 0)
            {
                kept.Add(change.DeepClone());
            }
            else
            {
                var item = (JsonObject)kept[index]!;
                kept.RemoveAt(index);
                kept.Insert(index, StrategicMergePatch.MergeMap(field.MergeType.ItemType, item, (JsonObject)change.DeepClone()));
            }
        }

        return kept;
    }

    /// <summary>Deletes values from a list of scalars.</summary>
    public static JsonArray Delete(JsonArray list, JsonArray values)
    {
        if (IsOfMaps(list, values))
        {
            throw new PatchException(PatchProblem.Mismatch, "cannot merge lists without merge key for struct");
        }

        return new JsonArray([.. list.Where(item => !values.Any(value => JsonNode.DeepEquals(value, item))).Select(Copy)]);
    }

    /// <summary>Checks that the items of the patch are in the order's relative positions, and that the order has all of them.</summary>
    public static void CheckOrder(JsonArray patch, JsonArray order, string? mergeKey)
    {
        if (order.Count == 0 || patch.Count == 0)
        {
            return;
        }

        var named = patch.Where(item => item is not JsonObject map || !map.ContainsKey(StrategicMergePatch.Directive)).ToList();
        var next = 0;
        foreach (var ordered in order)
        {
            if (next < named.Count && AreSame(named[next], ordered, mergeKey))
            {
                next++;
            }
        }

        if (next < named.Count)
        {
            throw new PatchException(
                PatchProblem.Mismatch,
                $"The order in patch list:\n{GoValues.Print(patch)}\n doesn't match {StrategicMergePatch.ElementOrder.TrimEnd('/')} list:\n"
                    + $"{GoValues.Print(order)}\n"
            );
        }
    }

    /// <summary>
    /// Sorts the items that the order names by it, and merges them with the others, which keep their relative positions if possible.
    /// </summary>
    public static JsonArray Sort(string? mergeKey, JsonArray merged, JsonArray order, JsonArray before, JsonArray patch)
    {
        var isOfMaps = IsOfMaps(before, patch);
        var ordered = Keys(order);
        var old = Keys(before);
        var items = merged.Select(item => (Key: Key(item), Item: item)).ToList();
        var named = new Queue<(JsonNode? Key, JsonNode? Item)>(
            items.Where(item => IndexOf(ordered, item.Key) >= 0).OrderBy(item => IndexOf(ordered, item.Key))
        );
        var others = new Queue<(JsonNode? Key, JsonNode? Item)>(
            items.Where(item => IndexOf(ordered, item.Key) < 0).OrderBy(item => IndexOf(old, item.Key))
        );
        var result = new JsonArray();
        while (named.Count > 0 || others.Count > 0)
        {
            var isOtherNext =
                named.Count == 0
                || (
                    others.Count > 0
                    && IndexOf(old, others.Peek().Key) is var other and >= 0
                    && IndexOf(old, named.Peek().Key) is var index and >= 0
                    && other < index
                );
            result.Add(Copy((isOtherNext ? others.Dequeue() : named.Dequeue()).Item));
        }

        return result;

        JsonNode? Key(JsonNode? item) => isOfMaps && mergeKey is not null ? GetKey(item, mergeKey) : item;

        List<JsonNode?> Keys(JsonArray list) => [.. list.Select(Key)];
    }

    private static int IndexOf(List<JsonNode?> keys, JsonNode? key) => keys.FindIndex(one => JsonNode.DeepEquals(one, key));

    /// <summary>Whether the items are maps. All must be of one type, which is not a list.</summary>
    private static bool IsOfMaps(JsonArray one, JsonArray other)
    {
        JsonNode? first = null;
        foreach (var (index, item) in one.Concat(other).Index())
        {
            if (index == 0)
            {
                first = item;
                if (item is JsonArray)
                {
                    throw new PatchException(PatchProblem.NestedLists, "lists of lists are not supported");
                }
            }
            else if (!GoValues.AreSameType(first, item))
            {
                throw new PatchException(
                    PatchProblem.Mismatch,
                    $"list element types are not identical: [{GoValues.Print(one)} {GoValues.Print(other)}]"
                );
            }
        }

        return first is null && one.Count + other.Count == 0
            ? throw new PatchException(PatchProblem.Mismatch, "no elements in any of the given slices")
            : first is JsonObject;
    }

    /// <summary>Carries out the directives among the items of a patch. Returns the items left, and the patch without directives.</summary>
    private static (JsonArray Kept, JsonArray Changes) SplitDirectives(string mergeKey, JsonArray present, JsonArray patch)
    {
        var changes = new JsonArray();
        var replaces = false;
        foreach (var item in patch.OfType<JsonObject>())
        {
            if (!item.TryGetPropertyValue(StrategicMergePatch.Directive, out var directive))
            {
                changes.Add(item.DeepClone());
                continue;
            }

            switch (GoValues.Print(directive))
            {
                case "delete":
                    var key = GetKey(item, mergeKey);
                    while (IndexOf(present, mergeKey, key) is var index and >= 0)
                    {
                        present.RemoveAt(index);
                    }

                    break;
                case "replace":
                    replaces = true;
                    break;
                case "merge":
                    throw new PatchException(PatchProblem.Mismatch, "merging lists cannot yet be specified in the patch");
                default:
                    throw CreateUnknownDirective(directive, item);
            }
        }

        return replaces ? (changes, []) : (present, changes);
    }

    private static JsonArray Deduplicate(IEnumerable<JsonNode?> values)
    {
        var left = values.Select(Copy).ToList();
        for (var i = 0; i < left.Count - 1; i++)
        {
            for (var j = i + 1; j < left.Count; j++)
            {
                if (JsonNode.DeepEquals(left[i], left[j]))
                {
                    // The last value takes the place of a duplicate, as in Kubernetes.
                    left[j] = left[^1];
                    left.RemoveAt(left.Count - 1);
                    j--;
                }
            }
        }

        return new JsonArray([.. left]);
    }

    private static bool AreSame(JsonNode? one, JsonNode? other, string? mergeKey) =>
        mergeKey is null ? JsonNode.DeepEquals(one, other) : JsonNode.DeepEquals(GetKey(one, mergeKey), GetKey(other, mergeKey));

    private static JsonNode? GetKey(JsonNode? item, string mergeKey)
    {
        if (item is not JsonObject map)
        {
            throw new PatchException(
                PatchProblem.Mismatch,
                $"expected a map[string]interface {{}}, but received a {GoValues.TypeOf(item)}"
            );
        }

        return map.TryGetPropertyValue(mergeKey, out var key)
            ? key
            : throw new PatchException(
                PatchProblem.MissingMergeKey,
                $"map: {GoValues.Print(map)} does not contain declared merge key: {mergeKey}"
            );
    }

    private static int IndexOf(JsonArray list, string mergeKey, JsonNode? key)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject map)
            {
                throw new PatchException(PatchProblem.Mismatch, $"value for key {i} is not a map");
            }

            if (map.TryGetPropertyValue(mergeKey, out var value) && JsonNode.DeepEquals(value, key))
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();
}
