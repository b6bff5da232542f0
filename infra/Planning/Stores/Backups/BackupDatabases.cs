using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>The databases, or virtual hosts, that the backups of a store have.</summary>
internal static class BackupDatabases
{
    /// <summary>
    /// Those of the services that use the store, or else the store's own; none for a kind whose backup is of the whole server.
    /// </summary>
    public static ImmutableArray<string> Find(string name, StackSettings settings)
    {
        if (!settings.Stores.TryGetValue(name, out var store) || StorePlanner.FindDatabase(name, store) is not { } own)
        {
            return [];
        }

        string[] used =
        [
            .. settings
                .Services.Values.SelectMany(service => service.Uses)
                .Where(use => use.Store == name)
                .Select(use => use.Database ?? own),
        ];
        return used.Length == 0 ? [own] : [.. used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
