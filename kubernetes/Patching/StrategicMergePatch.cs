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
    /// <exception cref="PatchException">The patch is malformed, or does not fit the object.</exception>
    public static JsonObject Apply(IMergeType? type, JsonObject target, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        return MergeMap(type, target, (JsonObject)patch.DeepClone());
    }

    /// <summary>Merges a patch, which loses its directives, into an object.</summary>
    internal static JsonObject MergeMap(IMergeType? type, JsonObject target, JsonObject patch)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
        {
            return HandleDirective(directive, patch);
        }

        Retain(target, patch);
        foreach (var key in KeysOf(patch, ElementOrder))
        {
            ApplyOrder(type, target, patch, key);
        }

        foreach (var (key, value) in patch.ToList())
        {
            if (key.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                DeleteItems(type, target, key[DeleteFromList.Length..], value);
            }
            else
            {
                ApplyField(type, target, key, value);
            }
        }

        return target;
    }

    /// <summary>Returns a copy without directives and without what they are to delete; null if a directive is at its root.</summary>
    internal static JsonNode? WithoutDirectives(JsonNode? value, bool dropsNulls)
    {
        switch (value)
        {
            case JsonObject map:
                var result = new JsonObject();
                foreach (var (key, inner) in map)
                {
                    if ((inner is null && !dropsNulls) || (inner is not null && !HasDirective(inner)))
                    {
                        result[key] = WithoutDirectives(inner, dropsNulls);
                    }
                }

                return result;
            case JsonArray list:
                return new JsonArray([.. list.Where(item => !HasDirective(item)).Select(item => WithoutDirectives(item, dropsNulls))]);
            default:
                return value?.DeepClone();
        }
    }

    private static bool HasDirective(JsonNode? value) => value is JsonObject map && map.ContainsKey(Directive);

    private static List<string> KeysOf(JsonObject patch, string prefix) =>
        [.. patch.Select(entry => entry.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

    private static JsonObject HandleDirective(JsonNode? directive, JsonObject patch)
    {
        switch (AsText(directive))
        {
            case "replace":
                var copy = (JsonObject)patch.DeepClone();
                copy.Remove(Directive);
                return copy;
            case "delete":
                return [];
            default:
                throw ListMerging.CreateUnknownDirective(directive, patch);
        }
    }

    private static string? AsText(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Removes the fields that the patch does not retain. The list must contain all fields that the patch sets.</summary>
    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var list))
        {
            return;
        }

        patch.Remove(RetainKeys);
        if (list is not JsonArray retained)
        {
            throw CreateMalformed("retainKeys");
        }

        var keys = retained.Select(AsText).ToHashSet();
        var isComplete = patch.All(entry =>
            entry.Value is null
            || entry.Key.StartsWith(DeleteFromList, StringComparison.Ordinal)
            || entry.Key.StartsWith(ElementOrder, StringComparison.Ordinal)
            || keys.Contains(entry.Key)
        );
        if (!isComplete)
        {
            throw CreateMalformed("retainKeys");
        }

        foreach (var key in target.Select(entry => entry.Key).Where(key => !keys.Contains(key)).ToList())
        {
            target.Remove(key);
        }
    }

    /// <summary>Merges the list of an order with the list of the patch, if there is one, and sorts the result.</summary>
    private static void ApplyOrder(IMergeType? type, JsonObject target, JsonObject patch, string key)
    {
        var order = ListMerging.AsList(patch[key]);
        patch.Remove(key);
        var name = key[ElementOrder.Length..];
        var present = target.TryGetPropertyValue(name, out var live) ? ListMerging.AsList(live) : null;
        var changes = patch.TryGetPropertyValue(name, out var patched) ? ListMerging.AsList(patched) : null;
        var field = FindListField(type, name);
        ListMerging.CheckOrder(changes ?? [], order, field.PatchMergeKey);
        if (present is null && changes is null)
        {
            return;
        }

        var merged =
            present is null ? (JsonArray)WithoutDirectives(changes, dropsNulls: false)!
            : changes is null ? (JsonArray)present.DeepClone()
            : field.IsMergedByPatch ? ListMerging.MergeAndSort(field, (JsonArray)present.DeepClone(), changes)
            : (JsonArray)changes.DeepClone();
        target[name] = ListMerging.Sort(field.PatchMergeKey, merged, order, present ?? [], changes ?? []);
        patch.Remove(name);
    }

    private static void DeleteItems(IMergeType? type, JsonObject target, string name, JsonNode? value)
    {
        if (target[name] is not JsonArray list || value is not JsonArray values)
        {
            return;
        }

        _ = FindListField(type, name);
        target[name] = ListMerging.Delete(list, values);
    }

    private static void ApplyField(IMergeType? type, JsonObject target, string key, JsonNode? value)
    {
        if (value is null)
        {
            target.Remove(key);
            return;
        }

        target.TryGetPropertyValue(key, out var present);
        if (present is null || !GoValues.AreSameType(present, value) || value is not (JsonObject or JsonArray))
        {
            if (HasDirective(value))
            {
                target.Remove(key);
            }
            else
            {
                target[key] = WithoutDirectives(value, dropsNulls: true);
            }

            return;
        }

        if (value is JsonObject map)
        {
            if (type?.FindMergeField(key) is { IsReplacedByPatch: true })
            {
                target[key] = map.DeepClone();
                return;
            }

            target[key] = null;
            target[key] = MergeMap(FindFieldType(type, key), (JsonObject)present, map);
            return;
        }

        var field = FindListField(type, key);
        target[key] = field.IsMergedByPatch
            ? ListMerging.MergeAndSort(field, (JsonArray)present.DeepClone(), (JsonArray)value)
            : value.DeepClone();
    }

    private static IMergeType? FindFieldType(IMergeType? type, string key)
    {
        if (type is null)
        {
            return null;
        }

        return type.ValueType ?? type.FindMergeField(key)?.MergeType ?? throw CreateUnknownField(type, key);
    }

    private static IMergeField FindListField(IMergeType? type, string key) =>
        type is null ? PlainField.Instance
        : type.FindMergeField(key) is { } field ? field
        : type.ValueType is null ? throw CreateUnknownField(type, key)
        : PlainField.Instance;

    private static PatchException CreateUnknownField(IMergeType type, string key) =>
        new(PatchProblem.Mismatch, $"unable to find api field in struct {type.Name} for the json field \"{key}\"");

    internal static PatchException CreateMalformed(string directive) =>
        new(PatchProblem.MalformedDirective, $"invalid patch format of {directive}");

    /// <summary>A list without a schema, which patches replace.</summary>
    private sealed class PlainField : IMergeField
    {
        public static readonly PlainField Instance = new();

        public IMergeType MergeType => throw new NotSupportedException("A field without a schema has no type.");

        public string? PatchMergeKey => null;

        public bool IsMergedByPatch => false;

        public bool IsReplacedByPatch => false;

        public bool RetainsKeys => false;
    }
}
