using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Fields;

/// <summary>Removes from an applied object what its manager applied before and no longer does, unless others own it.</summary>
internal static class FieldPruning
{
    /// <param name="versions">The kind of the object.</param>
    /// <param name="merged">The object, merged with the new configuration.</param>
    /// <param name="managed">The managed fields, with those of the new configuration.</param>
    /// <param name="last">What the manager applied before.</param>
    public static JsonObject Prune(FieldVersions versions, JsonObject merged, ManagedFields managed, ManagedEntry last)
    {
        var version = last.Manager.ApiVersion;
        var type = versions.GetType(version);
        var original = versions.Convert(merged, versions.ApiVersion, version);
        var lastNamed = last.Fields.WithNamedFields(type);
        var pruned = FieldRemoval.Remove(type, original, lastNamed);
        var owners = managed.Entries.GroupBy(entry => entry.Manager.ApiVersion).OrderByDescending(group => group.Key == version);
        foreach (var group in owners)
        {
            pruned = AddOwned(versions, original, pruned, version, group.Key, group);
        }

        var left = FieldCollection.Collect(type, pruned).WithNamedFields(type);
        var all = FieldCollection.Collect(type, original).WithNamedFields(type);
        var removed = FieldRemoval.Remove(type, original, all.Difference(left).Intersection(lastNamed));
        return versions.Convert(removed, version, versions.ApiVersion);
    }

    /// <summary>Adds the fields of managers of one version that were removed.</summary>
    private static JsonObject AddOwned(
        FieldVersions versions,
        JsonObject original,
        JsonObject pruned,
        string version,
        string ownedVersion,
        IEnumerable<ManagedEntry> owners
    )
    {
        var type = versions.GetType(ownedVersion);
        var converted = versions.Convert(original, version, ownedVersion);
        var owned = owners.Aggregate(new FieldSet(), (set, entry) => set.Union(entry.Fields)).WithNamedFields(type);
        var kept = FieldCollection.Collect(type, versions.Convert(pruned, version, ownedVersion)).WithNamedFields(type).Union(owned);
        var all = FieldCollection.Collect(type, converted).WithNamedFields(type);
        return versions.Convert(FieldRemoval.Remove(type, converted, all.Difference(kept)), ownedVersion, version);
    }
}
