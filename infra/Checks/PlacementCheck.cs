using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the pools, classes and services that a placement names exist.</summary>
internal sealed class PlacementCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var settings = review.Settings;
        foreach (var service in review.Services())
        {
            var placement = service.Settings.Placement;
            CheckName(service, "pool", placement.Pool, "pools", settings.Pools.Keys);
            CheckName(service, "performance", placement.Performance, "performance", settings.Performance.Keys);
            CheckName(service, "priority", placement.Priority, "priorities", FaultTolerancePreset.Priorities(settings).Keys);
            CheckName(service, "runtime", placement.Runtime, "runtimes", settings.Runtimes.Keys);
            CheckNeighbours(service, "near", placement.Near, isRequired: false);
            CheckNeighbours(service, "awayFrom", placement.AwayFrom, isRequired: true);
            foreach (var (name, topology) in Places(placement.Near).Intersect(Places(placement.AwayFrom)))
            {
                service.Reject(
                    service.At("placement", "awayFrom"),
                    $"'{name}' is in both 'near' and 'awayFrom'{(topology == NeighbourSettings.NodeTopology ? "" : $" for '{topology}'")}",
                    "remove it from one of the two"
                );
            }

            CheckScheduler(service, placement.Scheduler);
        }
    }

    private static IEnumerable<(string Service, string Topology)> Places(IEnumerable<NeighbourSettings> neighbours) =>
        neighbours.Select(neighbour => (neighbour.Service, neighbour.Topology));

    private static void CheckScheduler(ServiceUnderReview service, string? scheduler)
    {
        if (scheduler is not null && !KubernetesNames.IsSubdomain(scheduler))
        {
            service.Reject(
                service.At("placement", "scheduler"),
                $"'{scheduler}' is not a valid name of a scheduler",
                "use lower-case letters, digits, '-' and '.'"
            );
        }
    }

    private static void CheckName(ServiceUnderReview service, string setting, string? name, string collection, IEnumerable<string> known)
    {
        string[] names = [.. known];
        if (name is not null && !names.Contains(name))
        {
            service.Reject(
                service.At("placement", setting),
                $"there is no '{name}' in the stack's '{collection}'",
                names.Length == 0 ? $"declare it under '{collection}'" : Suggestion.For(name, names),
                SettingsPath.Root.Key(collection)
            );
        }
    }

    private static void CheckNeighbours(
        ServiceUnderReview service,
        string setting,
        ImmutableArray<NeighbourSettings> neighbours,
        bool isRequired
    )
    {
        for (var i = 0; i < neighbours.Length; i++)
        {
            var (neighbour, at) = (neighbours[i], service.At("placement", setting).Item(i));
            if (!service.Review.ServiceNames.Contains(neighbour.Service))
            {
                service.Reject(
                    at,
                    $"there is no service '{neighbour.Service}'",
                    Suggestion.For(neighbour.Service, service.Review.ServiceNames)
                );
            }

            if (!KubernetesNames.IsLabelKey(neighbour.Topology))
            {
                service.Reject(
                    at.Key("topology"),
                    $"'{neighbour.Topology}' is not a valid key of a label",
                    "write a label of the nodes, such as topology.kubernetes.io/zone"
                );
            }

            if (neighbour.Weight is not null && (neighbour.Required ?? isRequired))
            {
                service.Reject(at.Key("weight"), "what is required has no weight", "remove it, or write 'required: false'");
            }
        }
    }
}
