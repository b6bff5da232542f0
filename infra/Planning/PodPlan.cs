using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>What the containers of a pod share: names and processes.</summary>
internal sealed record PodPlan
{
    /// <summary>Null for the pod's name.</summary>
    public string? Hostname { get; init; }

    /// <summary>The host names by address, in order.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> HostAliases { get; init; } = [];

    public DnsSettings Dns { get; init; } = new();

    public bool SharesProcesses { get; init; }

    public static PodPlan Create(ServiceSettings service) =>
        new()
        {
            Hostname = service.Hostname,
            HostAliases = [.. service.HostAliases],
            Dns = service.Dns,
            SharesProcesses = service.ShareProcessNamespace,
        };
}
