using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>Adds up the resources of a pod's containers.</summary>
internal static class PodResources
{
    /// <summary>The resources of each container of a pod after admission.</summary>
    /// <param name="service">The service whose pod it is.</param>
    /// <param name="defaults">The defaults of the namespace's LimitRange; null if it has none.</param>
    public static IEnumerable<SizeSettings> ForContainers(ServicePlan service, SizeSettings? defaults) =>
        service
            .InitContainers.Concat(service.Sidecars)
            .Select(container => container.Resources)
            .Prepend(service.Resources)
            .Select(size => size.Admitted(defaults));

    /// <summary>
    /// The resources the scheduler counts for a pod: the larger of the service and each init container, which run one after the other, plus
    /// all sidecars.
    /// </summary>
    /// <param name="service">The service whose pod it is.</param>
    /// <param name="defaults">The defaults of the namespace's LimitRange; null if it has none.</param>
    public static SizeSettings Total(ServicePlan service, SizeSettings? defaults)
    {
        var largest = service.InitContainers.Aggregate(service.Resources.Admitted(defaults), (largest, container) =>
            Combine(largest, container.Resources.Admitted(defaults), Quantity.Max)
        );
        return service.Sidecars.Aggregate(largest, (sum, sidecar) =>
            Combine(sum, sidecar.Resources.Admitted(defaults), (left, right) => left + right)
        );
    }

    private static SizeSettings Combine(SizeSettings left, SizeSettings right, Func<Quantity, Quantity, Quantity> operation) =>
        new() { Requests = Combine(left.Requests, right.Requests, operation), Limits = Combine(left.Limits, right.Limits, operation) };

    private static ResourceAmounts Combine(ResourceAmounts left, ResourceAmounts right, Func<Quantity, Quantity, Quantity> operation) =>
        new()
        {
            Cpu = Combine(left.Cpu, right.Cpu, operation),
            Memory = Combine(left.Memory, right.Memory, operation),
            EphemeralStorage = Combine(left.EphemeralStorage, right.EphemeralStorage, operation),
        };

    private static Quantity? Combine(Quantity? left, Quantity? right, Func<Quantity, Quantity, Quantity> operation) =>
        left is null || right is null ? left ?? right : operation(left.Value, right.Value);
}
