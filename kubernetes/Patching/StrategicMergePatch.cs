using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: a merge patch that merges lists by the merge key of the schema, with the directives <c>$patch</c>,
/// <c>$retainKeys</c>, <c>$setElementOrder/…</c> and <c>$deleteFromPrimitiveList/…</c>.
/// </summary>
public static class StrategicMergePatch
{
    /// <summary>The key that replaces or deletes the object or list around it.</summary>
    public const string Directive = "$patch";

    /// <summary>The key of the list of the keys to keep.</summary>
    public const string RetainKeys = "$retainKeys";

    /// <summary>The prefix of the keys of lists with values to delete.</summary>
    public const string DeleteFromList = "$deleteFromPrimitiveList/";

    /// <summary>The prefix of the keys of lists with the order of items.</summary>
    public const string ElementOrder = "$setElementOrder/";

    /// <summary>
    /// Applies <paramref name="patch"/> to <paramref name="target"/>, which changes, and returns the result.
    /// </summary>
    /// <param name="type">The type of the object; null if it has no schema.</param>
    /// <param name="target">The object.</param>
    /// <param name="patch">The patch.</param>
    /// <exception cref="PatchException">A list item lacks the merge key, or a directive is unknown.</exception>
    public static JsonObject Apply(IMergeType? type, JsonObject target, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        switch (Text(patch, Directive))
        {
            case "replace":
                return Without(patch, Directive);
            case "delete":
                return [];
            case null or "merge":
                break;
            case var unknown:
                throw new PatchException(PatchProblem.UnknownDirective, $"Unknown patch type: {unknown}");
        }
        if (patch[RetainKeys] is JsonArray retained)
        {
            Retain(target, retained);
        }

        foreach (var (key, value) in patch)
        {
            if (key is Directive or RetainKeys || key.StartsWith(ElementOrder, StringComparison.Ordinal))
            {
                continue;
            }

            if (key.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                DeleteItems(target, key[DeleteFromList.Length..], value as JsonArray ?? []);
            }
            else
            {
                ApplyField(type, target, key, value, patch);
            }
        }
        foreach (var (key, order) in patch)
        {
            if (key.StartsWith(ElementOrder, StringComparison.Ordinal) && !patch.ContainsKey(key[ElementOrder.Length..]))
            {
                ReorderUntouched(type, target, key[ElementOrder.Length..], order as JsonArray ?? []);
            }
        }
        return target;
    }

    private static void ApplyField(IMergeType? type, JsonObject target, string key, JsonNode? value, JsonObject patch)
    {
        var field = type?.FindMergeField(key);
        var fieldType = field?.MergeType ?? type?.ValueType;
        switch (value)
        {
            case null:
                target.Remove(key);
                break;
            case JsonObject nested:
                var merged = Apply(fieldType, Remove(target, key) as JsonObject ?? [], nested);
                if (Text(nested, Directive) != "delete")
                {
                    target[key] = merged;
                }

                break;
            case JsonArray list when field is { IsMergedByPatch: true, MergeType.ItemType: { } itemType }:
                var present = Remove(target, key) as JsonArray ?? [];
                var before = (JsonArray)present.DeepClone();
                target[key] = field.PatchMergeKey is { } mergeKey
                    ? MergeItems(itemType, present, list, mergeKey)
                    : MergeValues(present, list);
                Reorder(field, list, before, (JsonArray)target[key]!, patch[ElementOrder + key] as JsonArray);
                break;
            default:
                target[key] = value.DeepClone();
                break;
        }
    }

    private static string? Text(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonNode? Remove(JsonObject container, string key)
    {
        var value = container[key];
        container.Remove(key);
        return value;
    }

    private static JsonObject Without(JsonObject patch, string directive)
    {
        var copy = (JsonObject)patch.DeepClone();
        copy.Remove(directive);
        return copy;
    }

    private static void Retain(JsonObject target, JsonArray retained)
    {
        var keys = retained.Select(key => key?.ToString()).ToHashSet();
        foreach (var key in target.Select(entry => entry.Key).Where(key => !keys.Contains(key)).ToList())
        {
            target.Remove(key);
        }
    }

    private static void DeleteItems(JsonObject target, string key, JsonArray values)
    {
        if (target[key] is not JsonArray list)
        {
            return;
        }

        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (values.Any(value => JsonNode.DeepEquals(value, list[i])))
            {
                list.RemoveAt(i);
            }
        }
    }

    private static JsonArray MergeValues(JsonArray present, JsonArray added)
    {
        foreach (var value in added)
        {
            if (!present.Any(item => JsonNode.DeepEquals(item, value)))
            {
                present.Add(value?.DeepClone());
            }
        }
        return present;
    }

    private static JsonArray MergeItems(IMergeType itemType, JsonArray present, JsonArray patches, string mergeKey)
    {
        if (patches.OfType<JsonObject>().Any(item => Text(item, Directive) == "replace"))
        {
            return new JsonArray([
                .. patches.OfType<JsonObject>().Where(item => Text(item, Directive) is null).Select(item => item.DeepClone()),
            ]);
        }

        foreach (var patch in patches.OfType<JsonObject>())
        {
            if (!patch.TryGetPropertyValue(mergeKey, out var keyValue) || keyValue is null)
            {
                throw new PatchException(
                    PatchProblem.MissingMergeKey,
                    $"map: map[{FormatGoMap(patch)}] does not contain declared merge key: {mergeKey}"
                );
            }

            var index = IndexOf(present, mergeKey, keyValue);
            if (Text(patch, Directive) == "delete")
            {
                if (index >= 0)
                {
                    present.RemoveAt(index);
                }
            }
            else if (index < 0)
            {
                present.Add(Apply(itemType, [], patch));
            }
            else
            {
                var item = (JsonObject)present[index]!;
                present.RemoveAt(index);
                present.Insert(index, Apply(itemType, item, patch));
            }
        }
        return present;
    }

    private static int IndexOf(JsonArray list, string mergeKey, JsonNode keyValue)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (JsonNode.DeepEquals((list[i] as JsonObject)?[mergeKey], keyValue))
            {
                return i;
            }
        }
        return -1;
    }

    private static void ReorderUntouched(IMergeType? type, JsonObject target, string key, JsonArray order)
    {
        if (type?.FindMergeField(key) is { } field && target[key] is JsonArray list)
        {
            Reorder(field, [], (JsonArray)list.DeepClone(), list, order);
        }
    }

    /// <summary>
    /// Orders the items of the patch as in <c>$setElementOrder</c> or else in the patch; the others keep their relative positions if
    /// possible.
    /// </summary>
    private static void Reorder(IMergeField field, JsonArray patched, JsonArray before, JsonArray list, JsonArray? order)
    {
        var orderedKeys = (order ?? patched).Select(GetKey).ToList();
        var old = before.Select(GetKey).ToList();
        var items = list.ToList();
        var named = new Queue<JsonNode?>(
            items.Where(item => IndexOfKey(orderedKeys, item) >= 0).OrderBy(item => IndexOfKey(orderedKeys, item))
        );
        var others = new Queue<JsonNode?>(items.Where(item => IndexOfKey(orderedKeys, item) < 0));
        list.Clear();
        while (named.Count > 0 || others.Count > 0)
        {
            var isOtherNext =
                named.Count == 0
                || (others.Count > 0 && IndexOfKey(old, named.Peek()) is var index and >= 0 && IndexOfKey(old, others.Peek()) < index);
            list.Add(isOtherNext ? others.Dequeue() : named.Dequeue());
        }

        JsonNode? GetKey(JsonNode? item) => field.PatchMergeKey is { } mergeKey ? (item as JsonObject)?[mergeKey] : item;

        int IndexOfKey(List<JsonNode?> keys, JsonNode? item) => keys.FindIndex(key => JsonNode.DeepEquals(key, GetKey(item)));
    }

    private static string FormatGoMap(JsonObject patch) =>
        string.Join(" ", patch.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{entry.Value}"));
}
