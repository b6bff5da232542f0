using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>
/// Creates strategic merge patches as <c>kubectl apply</c> does without server-side apply: from the last submitted and the new manifest and
/// the live object.
/// </summary>
public static class StrategicMergeDiff
{
    /// <summary>
    /// Creates the patch that sets the fields of <paramref name="new"/> and removes those that only <paramref name="old"/> has; empty
    /// without a difference.
    /// </summary>
    /// <param name="type">The type of the object; null for a part of it that has no schema.</param>
    /// <param name="old">The last submitted manifest.</param>
    /// <param name="new">The new manifest.</param>
    /// <param name="live">The object in the cluster.</param>
    /// <exception cref="PatchException">A list item lacks the merge key.</exception>
    public static JsonObject Create(IMergeType? type, JsonObject old, JsonObject @new, JsonObject live)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        ArgumentNullException.ThrowIfNull(live);
        return Compare(type, old, @new, live, retainsKeys: false);
    }

    private static JsonObject Compare(IMergeType? type, JsonObject old, JsonObject @new, JsonObject live, bool retainsKeys)
    {
        var patch = new JsonObject();
        foreach (var (key, desired) in @new)
        {
            CompareField(patch, type, key, old[key], desired, live[key]);
        }

        foreach (var (key, _) in old)
        {
            if (!@new.ContainsKey(key) && live.ContainsKey(key))
            {
                patch[key] = null;
            }
        }

        var kept = @new.Where(field => field.Value is not null).Select(field => field.Key).Order(StringComparer.Ordinal).ToList();
        if (retainsKeys && kept.Count > 0 && (patch.Count > 0 || live.Any(field => !@new.ContainsKey(field.Key))))
        {
            patch[StrategicMergePatch.RetainKeys] = new JsonArray([.. kept.Select(key => JsonValue.Create(key))]);
        }

        return patch;
    }

    private static void CompareField(JsonObject patch, IMergeType? type, string key, JsonNode? old, JsonNode? desired, JsonNode? present)
    {
        var field = type?.FindMergeField(key);
        switch (desired, present)
        {
            case (JsonObject map, JsonObject current) when field is not { IsReplacedByPatch: true }:
                var inner = Compare(
                    field?.MergeType ?? type?.ValueType,
                    old as JsonObject ?? [],
                    map,
                    current,
                    retainsKeys: field?.RetainsKeys ?? false
                );
                if (inner.Count > 0)
                {
                    patch[key] = inner;
                }

                break;
            case (JsonArray list, JsonArray { Count: > 0 } current) when field is { IsMergedByPatch: true, PatchMergeKey: { } mergeKey }:
                CompareItems(patch, key, new ItemComparison(field, mergeKey), old as JsonArray ?? [], list, current);
                break;
            case (JsonArray list, JsonArray { Count: > 0 } current) when field is { IsMergedByPatch: true }:
                CompareValues(patch, key, old as JsonArray ?? [], list, current);
                break;
            default:
                if (!JsonNode.DeepEquals(desired, present))
                {
                    patch[key] = desired?.DeepClone();
                }

                break;
        }
    }

    private static void CompareItems(JsonObject patch, string key, ItemComparison comparison, JsonArray old, JsonArray @new, JsonArray live)
    {
        var changes = new JsonArray();
        foreach (var item in @new)
        {
            if (comparison.Compare(comparison.Find(old, item), item, comparison.Find(live, item)) is { } change)
            {
                changes.Add(change);
            }
        }

        foreach (var item in old)
        {
            if (comparison.Find(@new, item) is null && comparison.Find(live, item) is not null)
            {
                var deletion = comparison.KeyOnly(item);
                deletion[StrategicMergePatch.Directive] = "delete";
                changes.Add(deletion);
            }
        }

        var isSameOrder = live.Count == @new.Count && live.Zip(@new).All(pair => comparison.IsSame(pair.First, pair.Second));
        if (changes.Count > 0 || !isSameOrder)
        {
            patch[StrategicMergePatch.ElementOrder + key] = new JsonArray([.. @new.Select(comparison.KeyOnly)]);
        }

        if (changes.Count > 0)
        {
            patch[key] = changes;
        }
    }

    private static void CompareValues(JsonObject patch, string key, JsonArray old, JsonArray @new, JsonArray live)
    {
        var added = @new.Where(value => !Includes(live, value)).ToList();
        var removed = old.Where(value => !Includes(@new, value) && Includes(live, value)).ToList();
        if (removed.Count > 0 || !JsonNode.DeepEquals(@new, live))
        {
            patch[StrategicMergePatch.ElementOrder + key] = @new.DeepClone();
        }

        if (added.Count > 0)
        {
            patch[key] = new JsonArray([.. added.Select(value => value?.DeepClone())]);
        }

        if (removed.Count > 0)
        {
            patch[StrategicMergePatch.DeleteFromList + key] = new JsonArray([.. removed.Select(value => value?.DeepClone())]);
        }
    }

    private static bool Includes(JsonArray list, JsonNode? value) => list.Any(item => JsonNode.DeepEquals(item, value));

    /// <summary>Compares the items of a list that is merged by a key.</summary>
    private sealed class ItemComparison(IMergeField field, string mergeKey)
    {
        public JsonObject? Find(JsonArray list, JsonNode? item) => list.OfType<JsonObject>().FirstOrDefault(other => IsSame(other, item));

        public bool IsSame(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(GetKey(one), GetKey(other));

        public JsonObject KeyOnly(JsonNode? item) => new() { [mergeKey] = GetKey(item).DeepClone() };

        /// <summary>Returns the item's part of the patch; null without a difference.</summary>
        public JsonNode? Compare(JsonObject? old, JsonNode? desired, JsonObject? present)
        {
            if (present is null)
            {
                return desired?.DeepClone();
            }

            var change = StrategicMergeDiff.Compare(
                field.MergeType.ItemType,
                old ?? [],
                (JsonObject)desired!,
                present,
                retainsKeys: field.RetainsKeys
            );
            if (change.Count == 0)
            {
                return null;
            }

            change[mergeKey] = GetKey(desired).DeepClone();
            return change;
        }

        private JsonNode GetKey(JsonNode? item) =>
            (item as JsonObject)?[mergeKey]
            ?? throw new PatchException(PatchProblem.MissingMergeKey, $"a list item does not contain its merge key: {mergeKey}");
    }
}
