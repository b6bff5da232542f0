using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Workloads;

namespace Infra.Backend.Cluster;

/// <summary>A stack on one of its clusters.</summary>
/// <param name="Site">The cluster.</param>
/// <param name="Settings">The stack as if there were no other: with the services that land here.</param>
/// <param name="System">The system as it is called here.</param>
internal sealed record Landing(LandingSite Site, StackSettings Settings, SystemIdentity System)
{
    /// <summary>The stack on each of its clusters.</summary>
    public static ImmutableArray<Landing> Of(StackSettings settings, string stack) =>
    [
        .. settings.LandingSites().Select(site => new Landing(
            site,
            settings with { Services = new OrderedDictionary<string, ServiceSettings>(settings.Services.Where(service => site.Has(service.Value)), StringComparer.Ordinal) },
            new SystemIdentity(settings.Name, stack, settings.NamespaceOrDefault()) { Cluster = site.Name })),
    ];
}
