using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Ownership;

/// <summary>
/// Computes what an apply makes of an object after the creation's fields have moved to the apply manager. An update moves them with a
/// request of its own, which a dry run cannot do, so a dry-run apply would keep the fields that the program no longer sets.
/// </summary>
/// <remarks>
/// The rules are those of Kubernetes' structured merge: the manifest's fields are set, and fields that the apply manager owns but the
/// manifest lacks are removed unless another manager owns them. The lists of built-in kinds are merged as the schema says, those of custom
/// resources as the managed fields show.
/// </remarks>
internal sealed class TransferredApply
{
    private TransferredApply(JsonObject live, JsonObject manifest, string manager)
    {
        var (own, others) = FieldManagers.Split(live, manager, takesOver: true);
        var type = BuiltInTypes.FindSchema(live.Type());
        Result = MergeFields(new FieldContext(type, IsAtomic: false, own, others), live, manifest);
    }

    /// <summary>The object after the apply, apart from managed fields and what the server sets itself.</summary>
    public JsonObject Result { get; }

    /// <summary>True if the apply removes fields.</summary>
    public bool RemovesFields { get; private set; }

    /// <summary>True if the apply changes fields that other managers own.</summary>
    public bool MayConflict { get; private set; }

    /// <summary>Computes the apply of a manifest.</summary>
    /// <param name="live">The object with its managed fields.</param>
    /// <param name="manifest">The applied manifest.</param>
    /// <param name="manager">The apply manager, which also owns what the creation owned.</param>
    public static TransferredApply Compute(JsonObject live, JsonObject manifest, string manager) => new(live, manifest, manager);

    private JsonObject MergeFields(FieldContext context, JsonObject live, JsonObject manifest)
    {
        var result = new JsonObject();
        foreach (var (key, value) in live)
        {
            var field = context.Field(key);
            if (manifest.TryGetPropertyValue(key, out var applied))
            {
                result[key] = Merge(field, value, applied);
            }
            else if (TryKeep(field, value, out var kept))
            {
                result[key] = kept;
            }
        }

        foreach (var (key, value) in manifest)
        {
            if (!live.ContainsKey(key))
            {
                result[key] = value?.DeepClone();
            }
        }

        return result;
    }

    private JsonNode? Merge(FieldContext context, JsonNode? live, JsonNode? applied)
    {
        switch (live, applied)
        {
            case (JsonObject before, JsonObject after) when context.MergesFields:
                return MergeFields(context, before, after);
            case (JsonArray before, JsonArray after) when ListIdentity.For(context) is { } identity:
                return MergeItems(context, identity, before, after);
            default:
                MayConflict |= context.Others is not null && !JsonNode.DeepEquals(live, applied);
                return applied?.DeepClone();
        }
    }

    private JsonArray MergeItems(FieldContext context, ListIdentity identity, JsonArray live, JsonArray applied)
    {
        var present = live.Select(item => (Key: identity.KeyOf(item), Item: item)).ToList();
        var wanted = applied.Select(item => (Key: identity.KeyOf(item), Item: item)).ToList();
        var shared = new Queue<string>(wanted.Select(one => one.Key).Where(key => present.Exists(other => other.Key == key)));
        var result = new JsonArray();
        var next = 0;
        foreach (var (key, item) in wanted)
        {
            // Items only in the live object stay before the next item that both have.
            for (; next < present.Count && !(shared.TryPeek(out var expected) && expected == present[next].Key); next++)
            {
                AddIfKept(present[next]);
            }

            if (shared.TryPeek(out var first) && first == key)
            {
                shared.Dequeue();
                next += next < present.Count && present[next].Key == key ? 1 : 0;
            }

            var match = present.FindIndex(one => one.Key == key);
            result.Add(match < 0 ? item?.DeepClone() : Merge(context.Item(identity, key), present[match].Item, item));
        }

        for (; next < present.Count; next++)
        {
            AddIfKept(present[next]);
        }

        return result;

        void AddIfKept((string Key, JsonNode? Item) one)
        {
            if (wanted.TrueForAll(other => other.Key != one.Key) && TryKeep(context.Item(identity, one.Key), one.Item, out var kept))
            {
                result.Add(kept);
            }
        }
    }

    /// <summary>Decides about a value that the manifest lacks. Returns false if the apply removes it.</summary>
    private bool TryKeep(FieldContext context, JsonNode? value, out JsonNode? kept)
    {
        kept = value?.DeepClone();
        if (context.Own is not { } own)
        {
            return true;
        }

        if (context.Others is null && (context.IsDeclared || own.Count == 0 || own.ContainsKey(".")))
        {
            RemovesFields = true;
            return false;
        }

        switch (value)
        {
            case JsonObject map when context.MergesFields:
                var fields = new JsonObject();
                foreach (var (key, child) in map)
                {
                    if (TryKeep(context.Field(key), child, out var rest))
                    {
                        fields[key] = rest;
                    }
                }

                kept = fields;
                return fields.Count > 0 || map.Count == 0;
            case JsonArray list when ListIdentity.For(context) is { } identity:
                var items = new JsonArray();
                foreach (var item in list)
                {
                    if (TryKeep(context.Item(identity, identity.KeyOf(item)), item, out var rest))
                    {
                        items.Add(rest);
                    }
                }

                kept = items;
                return items.Count > 0 || list.Count == 0;
            default:
                return true;
        }
    }
}
