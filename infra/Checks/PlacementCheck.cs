using Infra.Backend.Planning;
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
            CheckServices(service, "near", placement.Near);
            CheckServices(service, "awayFrom", placement.AwayFrom);
            foreach (var contradiction in placement.Near.Intersect(placement.AwayFrom))
            {
                service.Reject(
                    service.At("placement", "awayFrom"),
                    $"'{contradiction}' is in both 'near' and 'awayFrom'",
                    "remove it from one of the two"
                );
            }
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

    private static void CheckServices(ServiceUnderReview service, string setting, IReadOnlyList<string> services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (!service.Review.ServiceNames.Contains(services[i]))
            {
                service.Reject(
                    service.At("placement", setting).Item(i),
                    $"there is no service '{services[i]}'",
                    Suggestion.For(services[i], service.Review.ServiceNames)
                );
            }
        }
    }
}
