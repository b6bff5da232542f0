using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// Maintains managed fields and implements server-side apply by the rules of Kubernetes' structured merge: an update takes over the fields
/// that it changes; an apply owns the fields of its configuration, and removes those it no longer contains unless another manager owns
/// them.
/// </summary>
internal sealed class FieldManagement(TimeProvider time)
{
    private const string BeforeFirstApply = "before-first-apply";
    private const int MaximumUpdateManagers = 10;

    private static readonly FieldSet _ignoredAlways = FieldSet.FromJson(
        (JsonObject)
            JsonNode.Parse(
                """
                {"f:apiVersion":{},"f:kind":{},"f:metadata":{".":{},"f:name":{},"f:namespace":{},"f:creationTimestamp":{},"f:selfLink":{},"f:uid":{},
                 "f:clusterName":{},"f:generation":{},"f:managedFields":{},"f:resourceVersion":{}}}
                """
            )!
    );

    /// <summary>Records an update in the managed fields of <paramref name="after"/>.</summary>
    /// <param name="type">The schema of the objects.</param>
    /// <param name="before">The live object; for a creation the empty object of its kind.</param>
    /// <param name="after">The updated object.</param>
    /// <param name="manager">The field manager of the update.</param>
    /// <param name="ignored">The fields that the request does not write.</param>
    /// <param name="isNew">Whether the object is being created.</param>
    public void RecordUpdate(
        TypeSchema type,
        JsonObject before,
        JsonObject after,
        FieldManagerIdentity manager,
        FieldSet ignored,
        bool isNew
    )
    {
        var isReset = after.Array("metadata", "managedFields") is [JsonObject { Count: 0 }] && manager.Subresource.Length == 0;
        var managed = isReset ? new ManagedFields() : GetManagedFields(before, after, manager.Subresource);
        var metadata = after.GetOrAddObject("metadata");
        metadata.Remove("managedFields");

        if (!managed.IsEmpty || isNew)
        {
            AddUpdate(type, before, after, managed, manager, ignored);
            MergeOldestUpdates(managed);
        }

        if (managed.Entries.Any(entry => entry.HasItemWithoutKey))
        {
            // Kubernetes drops all managed fields of an object that its schema cannot address.
            return;
        }

        if (managed.ToJson() is { } json)
        {
            metadata["managedFields"] = json;
        }
    }

    /// <summary>Applies a configuration.</summary>
    /// <returns>The merged object.</returns>
    /// <exception cref="StatusException">The configuration conflicts with fields of other managers.</exception>
    public JsonObject Apply(
        TypeSchema type,
        JsonObject live,
        JsonObject configuration,
        FieldManagerIdentity manager,
        FieldSet ignored,
        bool force,
        JsonObject? emptyObject
    )
    {
        var managed = ManagedFields.FromJson(live.Array("metadata", "managedFields"));
        var bare = WithoutManagedFields(live);
        if (managed.IsEmpty && emptyObject is not null)
        {
            var earlier = new FieldManagerIdentity(BeforeFirstApply, FieldManagerIdentity.Update, manager.ApiVersion, manager.Subresource);
            AddUpdate(type, emptyObject, bare, managed, earlier, ignored);
        }

        var merged = FieldMerging.Merge(type, bare, configuration);
        var last = managed.Find(manager);
        var owned = FieldCollection.Collect(type, configuration).RecursiveDifference(ignored).Difference(_ignoredAlways);
        managed.Set(new ManagedEntry(manager, last?.Time, owned));
        if (last is not null)
        {
            merged = Prune(type, merged, managed, last.Fields);
        }

        TakeOverFields(type, bare, merged, managed, manager, ignored, force);
        if (!JsonNode.DeepEquals(bare, merged) && managed.Find(manager) is { } entry)
        {
            managed.Set(entry with { Time = Now() });
        }

        if (managed.ToJson() is { } json)
        {
            merged.GetOrAddObject("metadata")["managedFields"] = json;
        }

        return merged;
    }

    /// <summary>
    /// Applies a configuration of kubectl, which takes over without conflicts what it applied before it used server-side apply, and keeps
    /// the annotation with the last applied configuration up to date.
    /// </summary>
    /// <inheritdoc cref="Apply"/>
    public JsonObject ApplyAsKubectl(
        TypeSchema type,
        JsonObject live,
        JsonObject configuration,
        FieldManagerIdentity manager,
        FieldSet ignored,
        bool force,
        JsonObject? emptyObject
    )
    {
        JsonObject applied;
        try
        {
            applied = Apply(type, live, configuration, manager, ignored, force, emptyObject);
        }
        catch (FieldConflictException conflict)
        {
            if (LastApplied.FindOwnedFields(type, WithoutManagedFields(live), manager.ApiVersion) is not { } allowed)
            {
                throw;
            }

            var left = conflict.Entries.Select(entry => entry with { Fields = entry.Fields.Difference(allowed) });
            if (left.Where(entry => !entry.Fields.IsEmpty).ToList() is { Count: > 0 } conflicts)
            {
                throw FieldConflicts.CreateException(conflicts);
            }

            applied = Apply(type, live, configuration, manager, ignored, force: true, emptyObject);
        }

        LastApplied.Update(applied, configuration);
        return applied;
    }

    /// <summary>Returns the managed fields in a request, or those of the live object if the request has none.</summary>
    private static ManagedFields GetManagedFields(JsonObject before, JsonObject after, string subresource)
    {
        if (subresource.Length == 0)
        {
            try
            {
                var given = ManagedFields.FromJson(after.Array("metadata", "managedFields"));
                if (!given.IsEmpty)
                {
                    return given;
                }
            }
            catch (FormatException)
            {
                // Kubernetes uses those of the live object as well if the request's cannot be read.
            }
        }

        return ManagedFields.FromStored(before.Array("metadata", "managedFields"));
    }

    private void AddUpdate(
        TypeSchema type,
        JsonObject before,
        JsonObject after,
        ManagedFields managed,
        FieldManagerIdentity manager,
        FieldSet ignored
    )
    {
        var comparison = FieldComparison.Compare(type, before, after, ignored);
        var changed = comparison.Modified.Union(comparison.Added);
        foreach (var entry in managed.Entries.Where(entry => entry.Overlaps(changed) || entry.Overlaps(comparison.Removed)).ToList())
        {
            managed.Set(entry with { Fields = entry.Fields.Difference(changed).Difference(comparison.Removed) });
        }

        var gained = changed.Difference(_ignoredAlways);
        if (gained.IsEmpty)
        {
            return;
        }

        var present = managed.Find(manager);
        // Kubernetes omits the time for writes to the scale subresource.
        var at = manager.Subresource == "scale" ? null : Now();
        managed.Set(new ManagedEntry(manager, at, present is null ? gained : present.Fields.Union(gained)));
    }

    /// <summary>Removes the changed fields from other managers; throws a conflict unless the apply is forced.</summary>
    private static void TakeOverFields(
        TypeSchema type,
        JsonObject live,
        JsonObject merged,
        ManagedFields managed,
        FieldManagerIdentity manager,
        FieldSet ignored,
        bool force
    )
    {
        var comparison = FieldComparison.Compare(type, live, merged, ignored);
        var changed = comparison.Modified.Union(comparison.Added);
        var others = managed.Entries.Where(entry => entry.Manager.Identity != manager.Identity).ToList();
        var conflicts = others
            .Select(entry => entry with { Fields = entry.Fields.Intersection(changed) })
            .Where(entry => !entry.Fields.IsEmpty)
            .ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw FieldConflicts.CreateException(conflicts);
        }

        foreach (var entry in others)
        {
            managed.Set(entry with { Fields = entry.Fields.Difference(changed).Difference(comparison.Removed) });
        }
    }

    /// <summary>Removes the fields that the manager applied before and no longer does, unless others own them.</summary>
    private static JsonObject Prune(TypeSchema type, JsonObject merged, ManagedFields managed, FieldSet last)
    {
        var lastNamed = last.WithNamedFields(type);
        var pruned = FieldRemoval.Remove(type, merged, lastNamed);
        var mergedFields = FieldCollection.Collect(type, merged).WithNamedFields(type);
        foreach (var owners in managed.Entries.GroupBy(entry => entry.Manager.ApiVersion))
        {
            var owned = owners.Aggregate(new FieldSet(), (set, entry) => set.Union(entry.Fields)).WithNamedFields(type);
            var kept = FieldCollection.Collect(type, pruned).WithNamedFields(type).Union(owned);
            pruned = FieldRemoval.Remove(type, merged, mergedFields.Difference(kept));
        }
        var left = FieldCollection.Collect(type, pruned).WithNamedFields(type);
        return FieldRemoval.Remove(type, merged, mergedFields.Difference(left).Intersection(lastNamed));
    }

    /// <summary>Merges the oldest entries of updates if there are too many.</summary>
    private static void MergeOldestUpdates(ManagedFields managed)
    {
        var updaters = managed
            .Entries.Where(entry => entry.Manager.Operation == FieldManagerIdentity.Update)
            .OrderBy(entry => entry.Time, StringComparer.Ordinal)
            .ToList();
        foreach (var entry in updaters.Take(Math.Max(0, updaters.Count - MaximumUpdateManagers)))
        {
            var ancient = new FieldManagerIdentity("ancient-changes", FieldManagerIdentity.Update, entry.Manager.ApiVersion, "");
            managed.Set(entry with { Fields = new FieldSet() });
            var present = managed.Find(ancient);
            managed.Set(new ManagedEntry(ancient, entry.Time, present is null ? entry.Fields : present.Fields.Union(entry.Fields)));
        }
    }

    private static JsonObject WithoutManagedFields(JsonObject body)
    {
        var copy = body.Clone();
        copy.Map("metadata")?.Remove("managedFields");
        return copy;
    }

    private string Now() => Timestamps.Format(time.GetUtcNow());
}
