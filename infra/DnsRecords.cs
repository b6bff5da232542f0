using System.Collections.Immutable;
using Pulumi;
using Records = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Immutable.ImmutableArray<System.Collections.Immutable.ImmutableDictionary<string, object?>>>;

namespace Infra.Backend;

/// <summary>What a DNS that fails over between clusters has to be told.</summary>
internal static class DnsRecords
{
    /// <summary>
    /// For each host one record for each cluster that answers to it: <c>cluster</c>, <c>region</c>, <c>weight</c> and <c>address</c>, which is null as long as the
    /// cluster has given none. Null where there is but one cluster to answer.
    /// </summary>
    public static Output<Records?> Of(ImmutableArray<ClusterBackend> backends)
    {
        if (backends.Any(backend => backend.Site.Member is null))
        {
            return Output.Create((Records?)null);
        }

        var records = from backend in backends
                      from host in backend.Hosts.DistinctBy(host => host.Host, StringComparer.Ordinal)
                      select host.Address.Apply(address => (host.Host, Record: RecordOf(backend, address)));
        return Output.All(records).Apply(known => (Records?)known
            .GroupBy(record => record.Host, record => record.Record, StringComparer.Ordinal)
            .ToImmutableDictionary(host => host.Key, host => host.ToImmutableArray(), StringComparer.Ordinal));
    }

    private static ImmutableDictionary<string, object?> RecordOf(ClusterBackend backend, string? address) => ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("cluster", (object?)backend.Site.Name),
        KeyValuePair.Create("region", (object?)backend.Site.Member!.Region),
        KeyValuePair.Create("weight", (object?)backend.Site.Member.Weight),
        KeyValuePair.Create("address", (object?)address),
    ]);
}
