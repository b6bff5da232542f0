using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// Which stores a cluster has: those that its services use and those that keep their backups, and those that no service uses.
/// </summary>
internal static class ClusterStores
{
    /// <summary>Finds the stores of one of the stack's clusters.</summary>
    public static IReadOnlyDictionary<string, StoreSettings> Find(StackSettings settings, TargetCluster target)
    {
        var here = FindUsed(settings, settings.Services.Values.Where(target.Includes));
        var anywhere = FindUsed(settings, settings.Services.Values);
        return new OrderedDictionary<string, StoreSettings>(
            settings.Stores.Where(store => here.Contains(store.Key) || !anywhere.Contains(store.Key)),
            StringComparer.Ordinal
        );
    }

    private static HashSet<string> FindUsed(StackSettings settings, IEnumerable<ServiceSettings> services)
    {
        var used = services.SelectMany(service => service.Uses).Select(use => use.Store).ToHashSet(StringComparer.Ordinal);
        var unused = settings.Stores.Where(store =>
            settings.Services.Values.All(service => service.Uses.All(use => use.Store != store.Key))
        );
        var backedUp = settings.Stores.Where(store => used.Contains(store.Key)).Concat(unused);
        used.UnionWith(backedUp.Select(store => store.Value.Backup?.To).OfType<string>().ToList());
        return used;
    }
}
