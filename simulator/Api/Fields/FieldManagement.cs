using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// Maintains managed fields and implements server-side apply by the rules of Kubernetes' structured merge: an update takes over the fields
/// that it changes; an apply owns the fields of its configuration, and removes those it no longer contains unless another manager owns
/// them.
/// </summary>
/// <param name="time">The clock of the time stamps.</param>
/// <param name="recordsUpdates">Whether updates are recorded; false for a cluster whose managed fields are not read.</param>
internal sealed class FieldManagement(TimeProvider time, bool recordsUpdates = true)
{
    private const string BeforeFirstApply = "before-first-apply";

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
    /// <param name="versions">The kind of the objects.</param>
    /// <param name="before">The live object; for a creation the empty object of its kind.</param>
    /// <param name="after">The updated object.</param>
    /// <param name="manager">The field manager of the update.</param>
    /// <param name="isNew">Whether the object is being created.</param>
    public void RecordUpdate(FieldVersions versions, JsonObject before, JsonObject after, FieldManagerIdentity manager, bool isNew)
    {
        if (!recordsUpdates)
        {
            after.Map("metadata")?.Remove("managedFields");
            return;
        }

        var isReset = after.Array("metadata", "managedFields") is [] or [JsonObject { Count: 0 }] && manager.Subresource.Length == 0;
        var managed = isReset ? new ManagedFields() : GetManagedFields(before, after, manager.Subresource);
        var metadata = after.GetOrAddObject("metadata");
        metadata.Remove("managedFields");

        if (!managed.IsEmpty || isNew)
        {
            AddUpdate(versions, before, after, managed, manager);
            ManagerLimit.MergeOldest(managed);
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
    /// <param name="versions">The kind of the objects.</param>
    /// <param name="live">The live object; for a creation the empty object of its kind.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="manager">The field manager that applies it.</param>
    /// <param name="force">Whether the manager takes over fields of others.</param>
    /// <returns>The merged object.</returns>
    /// <exception cref="StatusException">The configuration conflicts with fields of other managers.</exception>
    public JsonObject Apply(FieldVersions versions, JsonObject live, JsonObject configuration, FieldManagerIdentity manager, bool force)
    {
        var managed = ManagedFields.FromJson(live.Array("metadata", "managedFields"));
        var bare = WithoutManagedFields(live);
        if (managed.IsEmpty)
        {
            var earlier = new FieldManagerIdentity(BeforeFirstApply, FieldManagerIdentity.Update, manager.ApiVersion, manager.Subresource);
            AddUpdate(versions, versions.CreateEmpty(), bare, managed, earlier);
        }

        managed.RemoveObsolete(versions);
        var merged = FieldMerging.Merge(versions.Type, bare, configuration);
        var last = managed.Find(manager);
        var applied = FieldCollection.Collect(versions.Type, configuration).RecursiveDifference(versions.Ignored);
        managed.Set(new ManagedEntry(manager, last?.Time, applied));
        if (last is not null)
        {
            merged = FieldPruning.Prune(versions, merged, managed, last);
        }

        managed.Set(new ManagedEntry(manager, last?.Time, applied.Difference(_ignoredAlways)));
        TakeOverFields(versions, bare, merged, managed, manager, force);
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
        FieldVersions versions,
        JsonObject live,
        JsonObject configuration,
        FieldManagerIdentity manager,
        bool force
    )
    {
        JsonObject applied;
        try
        {
            applied = Apply(versions, live, configuration, manager, force);
        }
        catch (FieldConflictException conflict)
        {
            if (LastApplied.FindOwnedFields(versions.Type, WithoutManagedFields(live), manager.ApiVersion) is not { } allowed)
            {
                throw;
            }

            var left = conflict.Entries.Select(entry => entry with { Fields = entry.Fields.Difference(allowed) });
            if (left.Where(entry => !entry.Fields.IsEmpty).ToList() is { Count: > 0 } conflicts)
            {
                throw FieldConflicts.CreateException(conflicts);
            }

            applied = Apply(versions, live, configuration, manager, force: true);
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

    private void AddUpdate(FieldVersions versions, JsonObject before, JsonObject after, ManagedFields managed, FieldManagerIdentity manager)
    {
        managed.RemoveObsolete(versions);
        var comparisons = new VersionComparisons(versions, before, after);
        Remove(managed, [.. managed.Entries], comparisons);
        var gained = comparisons.OfRequest.Changed.Difference(_ignoredAlways);
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
        FieldVersions versions,
        JsonObject live,
        JsonObject merged,
        ManagedFields managed,
        FieldManagerIdentity manager,
        bool force
    )
    {
        var comparisons = new VersionComparisons(versions, live, merged);
        var others = managed.Entries.Where(entry => entry.Manager.Identity != manager.Identity).ToList();
        var conflicts = others
            .Select(entry => entry with { Fields = entry.Fields.Intersection(comparisons.Get(entry.Manager.ApiVersion).Changed) })
            .Where(entry => !entry.Fields.IsEmpty)
            .ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw FieldConflicts.CreateException(conflicts);
        }

        Remove(managed, others, comparisons);
    }

    /// <summary>Removes what a request changes from the fields of managers, which own them in the versions of their requests.</summary>
    private static void Remove(ManagedFields managed, IReadOnlyList<ManagedEntry> entries, VersionComparisons comparisons)
    {
        foreach (var entry in entries)
        {
            var changes = comparisons.Get(entry.Manager.ApiVersion);
            if (entry.Overlaps(changes.Changed) || entry.Overlaps(changes.Removed))
            {
                managed.Set(entry with { Fields = entry.Fields.Difference(changes.Changed).Difference(changes.Removed) });
            }
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
