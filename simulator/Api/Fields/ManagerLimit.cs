namespace Infra.Simulator.Api.Fields;

/// <summary>Limits the number of managers that have updated an object: the oldest of a version become one.</summary>
internal static class ManagerLimit
{
    private const int MaximumUpdateManagers = 10;

    public static void MergeOldest(ManagedFields managed)
    {
        var updaters = managed
            .Entries.Where(entry => entry.Manager.Operation == FieldManagerIdentity.Update)
            .OrderBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Key, StringComparer.Ordinal)
            .ToList();
        var count = updaters.Count;
        var oldest = new Dictionary<string, ManagedEntry>();
        foreach (var entry in updaters)
        {
            if (count <= MaximumUpdateManagers)
            {
                return;
            }

            var version = entry.Manager.ApiVersion;
            if (!oldest.TryGetValue(version, out var first))
            {
                oldest[version] = entry;
                continue;
            }

            Merge(managed, first, entry);
            count--;
        }
    }

    private static void Merge(ManagedFields managed, ManagedEntry first, ManagedEntry entry)
    {
        var ancient = new FieldManagerIdentity("ancient-changes", FieldManagerIdentity.Update, entry.Manager.ApiVersion, "");
        var present = managed.Find(ancient);
        if (present is null)
        {
            managed.Remove(first.Manager);
            present = first;
        }

        managed.Remove(entry.Manager);
        managed.Set(new ManagedEntry(ancient, entry.Time, present.Fields.Union(entry.Fields)));
    }
}
