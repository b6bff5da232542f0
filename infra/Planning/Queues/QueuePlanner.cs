using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Queues;

/// <summary>Plans which services are scaled by the queues of stores, and who reads the queues.</summary>
internal static class QueuePlanner
{
    /// <summary>The labels of the pods of KEDA's operator, in its manifests and in its chart.</summary>
    private static readonly ImmutableSortedDictionary<string, string> KedaOperator = ImmutableSortedDictionary<string, string>.Empty.Add(
        "app",
        "keda-operator"
    );

    /// <summary>Adds to each service the queues that its autoscaler follows.</summary>
    public static ImmutableArray<ServicePlan> AddQueues(
        ImmutableArray<ServicePlan> services,
        ImmutableArray<StorePlan> stores,
        StackSettings settings
    ) =>
        [
            .. services.Select(service =>
                service.Replicas.Scaling is { Queue: { IsEmpty: false } queues }
                    ? service with
                    {
                        Queues = Authenticate(
                            service.Name,
                            [.. queues.Select(queue => Plan(service.Family, queue, stores, settings.UsesKeda))]
                        ),
                    }
                    : service
            ),
        ];

    /// <summary>The pods outside the stack that read the queues of a store.</summary>
    public static ImmutableArray<PodPeer> FindReaders(StackSettings settings, string store, int port) =>
        settings is { UsesKeda: true, Keda: { } keda }
        && settings.Services.Values.Any(service => service.Scaling?.Queue.Any(queue => queue.Store == store) == true)
            ? [new PodPeer(KedaOperator, port, IsElsewhere: true) { Namespace = keda.Namespace }]
            : [];

    /// <summary>The group with which a service reads a topic.</summary>
    public static string GetGroup(string service, QueueTargetSettings queue) => queue.Group ?? service;

    /// <summary>Names the objects with credentials, one for each store that needs them. The first has the service's name.</summary>
    private static ImmutableArray<QueuePlan> Authenticate(string service, QueuePlan[] queues)
    {
        string[] stores =
        [
            .. queues.Where(queue => queue.NeedsCredentials).Select(queue => queue.Settings.Store).Distinct(StringComparer.Ordinal),
        ];
        return
        [
            .. queues.Select(queue =>
                queue.NeedsCredentials
                    ? queue with
                    {
                        Authentication = queue.Settings.Store == stores[0] ? service : $"{service}-{queue.Settings.Store}",
                    }
                    : queue
            ),
        ];
    }

    private static QueuePlan Plan(string service, QueueTargetSettings queue, ImmutableArray<StorePlan> stores, bool usesKeda) =>
        new()
        {
            Settings = queue,
            Connection = stores.First(store => store.Name == queue.Store).Users.First(user => user.Service == service).Connection,
            Group = GetGroup(service, queue),
            UsesKeda = usesKeda,
        };
}
