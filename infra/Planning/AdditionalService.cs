using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>A further Service with the same pods.</summary>
/// <param name="Name">The Service's name.</param>
/// <param name="Ports">Its ports, of which there is at least one.</param>
/// <param name="Settings">Its settings.</param>
internal sealed record AdditionalService(string Name, ImmutableArray<ServicePort> Ports, AdditionalServiceSettings Settings)
{
    public ImmutableSortedDictionary<string, string> Labels => ServiceMetadata.Merge(Settings.Labels);

    public ImmutableSortedDictionary<string, string> Annotations => ServiceMetadata.Merge(Settings.Annotations);

    /// <summary>Plans the additional Services of a service that has ports.</summary>
    public static ImmutableArray<AdditionalService> Plan(ServiceSettings service) =>
        [
            .. service.Traffic.Services.Select(additional => new AdditionalService(
                additional.Key,
                PortPlanner.PlanAdditional(service, additional.Value),
                additional.Value
            )),
        ];
}
