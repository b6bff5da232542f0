using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>Adds up the resources of a pod's containers.</summary>
internal static class PodResourceTotals
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

    /// <summary>The resources that the scheduler and quotas count for a pod.</summary>
    /// <param name="service">The service whose pod it is.</param>
    /// <param name="defaults">The defaults of the namespace's LimitRange; null if it has none.</param>
    public static SizeSettings Total(ServicePlan service, SizeSettings? defaults)
    {
        // Sidecars start before the init containers.
        var containers = service
            .Sidecars.Select(sidecar => (Type: ContainerType.Sidecar, sidecar.Resources))
            .Concat(service.InitContainers.Select(container => (Type: ContainerType.Init, container.Resources)))
            .Append((Type: ContainerType.Main, service.Resources))
            .Select(container => (container.Type, Size: container.Resources.Admitted(defaults)))
            .ToList();
        return new() { Requests = SumAll(size => size.Requests), Limits = SumAll(size => size.Limits) };

        ResourceAmounts SumAll(Func<SizeSettings, ResourceAmounts> amounts) =>
            new()
            {
                Cpu = Sum(size => amounts(size).Cpu),
                Memory = Sum(size => amounts(size).Memory),
                EphemeralStorage = Sum(size => amounts(size).EphemeralStorage),
            };

        Quantity? Sum(Func<SizeSettings, Quantity?> amount) =>
            PodResourceTotal.Aggregate(containers.Select(container => new ContainerAmount(container.Type, amount(container.Size))));
    }
}
