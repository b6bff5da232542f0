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
        return new()
        {
            Requests = SumAll(PodResourceTotal.GetRequest, size => size.Requests),
            Limits = SumAll(PodResourceTotal.GetLimit, size => size.Limits),
        };

        ResourceAmounts SumAll(TotalOf total, Func<SizeSettings, ResourceAmounts> amounts) =>
            new()
            {
                Cpu = Sum(total, ResourceList.Cpu, size => amounts(size).Cpu, service.Placement.Overhead.Cpu),
                Memory = Sum(total, ResourceList.Memory, size => amounts(size).Memory, service.Placement.Overhead.Memory),
                EphemeralStorage = Sum(
                    total,
                    ResourceList.EphemeralStorage,
                    size => amounts(size).EphemeralStorage,
                    service.Placement.Overhead.EphemeralStorage
                ),
            };

        Quantity? Sum(TotalOf total, string resource, Func<SizeSettings, Quantity?> amount, Quantity? overhead) =>
            total(
                resource,
                containers.Select(container => new ContainerAmount(container.Type, amount(container.Size))),
                overhead: overhead
            );
    }

    /// <summary>The request or the limit of a pod, by the rules of Kubernetes.</summary>
    private delegate Quantity? TotalOf(
        string resource,
        IEnumerable<ContainerAmount> containers,
        Quantity? podLevel = null,
        Quantity? overhead = null
    );
}
