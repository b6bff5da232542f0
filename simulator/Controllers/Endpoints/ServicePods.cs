using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Finds the pods of Services.</summary>
internal static class ServicePods
{
    /// <summary>The pods a Service selects.</summary>
    public static IEnumerable<Pod> Find(Service service, ResourceCache<Pod> pods) =>
        service.Selector is { } selector ? pods.ByNamespace[service.Namespace].Where(p => selector.Matches(p.Labels)) : [];

    /// <summary>Queues Services when they or their pods change.</summary>
    /// <param name="services">The Services.</param>
    /// <param name="pods">The pods.</param>
    /// <param name="queue">Receives the keys of Services.</param>
    /// <param name="countPods">The number of a Service's pods at its last reconciliation.</param>
    public static void Subscribe(
        ResourceCache<Service> services,
        ResourceCache<Pod> pods,
        WorkQueue<ObjectKey> queue,
        Func<ObjectKey, int> countPods
    )
    {
        services.OnChange(change => queue.Add(change.Latest.Key));
        pods.OnChange(change =>
        {
            foreach (var service in services.ByNamespace[change.Latest.Namespace])
            {
                if (
                    service.Selector is { } selector
                    && (
                        (change.Before is { } before && selector.Matches(before.Labels))
                        || (change.After is { } after && selector.Matches(after.Labels))
                    )
                )
                {
                    queue.AddAfter(service.Key, BatchDelay.For(countPods(service.Key)));
                }
            }
        });
    }
}
