using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>The addresses of a store outside the cluster.</summary>
internal static class StoreAddresses
{
    /// <summary>The addresses that the store names, or else its host.</summary>
    public static ImmutableArray<ExternalAddress> Find(StoreSettings store, StoreConnection connection)
    {
        var hosts = store.Addresses.IsEmpty ? [connection.Host] : store.Addresses;
        return [.. hosts.Select(host => ExternalAddress.Parse(host, connection.Port))];
    }
}
