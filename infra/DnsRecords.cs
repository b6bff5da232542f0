using System.Collections.Immutable;
using Pulumi;
using Records = System.Collections.Immutable.ImmutableDictionary<
    string,
    System.Collections.Immutable.ImmutableArray<System.Collections.Immutable.ImmutableDictionary<string, object?>>
>;

namespace Infra.Backend;

/// <summary>The records for a DNS service that distributes requests among clusters.</summary>
internal static class DnsRecords
{
    /// <summary>
    /// Creates one record for each host and each cluster that answers for it, with <c>cluster</c>, <c>region</c>, <c>weight</c> and
    /// <c>address</c>, which is null until the cluster has assigned one. Null if the stack has only one cluster.
    /// </summary>
    public static Output<Records?> Create(ImmutableArray<ClusterBackend> backends)
    {
        if (backends.Any(backend => backend.Target.Member is null))
        {
            return Output.Create((Records?)null);
        }

        var records =
            from backend in backends
            from host in backend.Hosts.DistinctBy(host => host.Host, StringComparer.Ordinal)
            select host.Address.Apply(address => (host.Host, Record: CreateRecord(backend, address)));
        return Output
            .All(records)
            .Apply(known =>
                (Records?)
                    known
                        .GroupBy(record => record.Host, record => record.Record, StringComparer.Ordinal)
                        .ToImmutableDictionary(host => host.Key, host => host.ToImmutableArray(), StringComparer.Ordinal)
            );
    }

    private static ImmutableDictionary<string, object?> CreateRecord(ClusterBackend backend, string? address) =>
        ImmutableDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                KeyValuePair.Create("cluster", (object?)backend.Target.Key),
                KeyValuePair.Create("region", (object?)backend.Target.Member!.Region),
                KeyValuePair.Create("weight", (object?)backend.Target.Member.Weight),
                KeyValuePair.Create("address", (object?)address),
            ]
        );
}
