using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Resolves the ports of a service's containers and of its Service.</summary>
internal static class PortPlanner
{
    /// <summary>
    /// The ports of a container, each number and transport once: Kubernetes merges a container's ports by these, and several ports of the
    /// Service may forward to the same port of the container.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="sidecar">The sidecar; null for the service's own container.</param>
    public static ImmutableArray<ContainerPort> PlanContainer(ServiceSettings service, string? sidecar) =>
        Merge(DeclaredPort.InPod(service).Where(port => port.Sidecar == sidecar));

    /// <summary>The ports of an init container.</summary>
    public static ImmutableArray<ContainerPort> PlanInit(string name, ContainerSettings container) =>
        Merge(DeclaredPort.InInitContainer(name, container));

    /// <summary>The ports of the Service, in order; empty if the service has none.</summary>
    public static ImmutableArray<ServicePort> PlanService(ServiceSettings service) =>
        [.. DeclaredPort.InService(service).Select(port => Plan(port, PlanContainer(service, port.Sidecar), port.Service!.Value))];

    /// <summary>The ports of an additional Service, in order. Node ports belong to one Service each.</summary>
    public static ImmutableArray<ServicePort> PlanAdditional(ServiceSettings service, AdditionalServiceSettings additional) =>
        additional.Ports.IsEmpty
            ? [.. PlanService(service).Select(port => port with { NodePort = null })]
            :
            [
                .. additional.Ports.Select(port =>
                {
                    var declared = DeclaredPort.FindNamed(service, port.Name)!;
                    var number = port.Service ?? declared.Service ?? declared.Settings.Container;
                    return Plan(declared, PlanContainer(service, declared.Sidecar), number) with { NodePort = port.NodePort };
                }),
            ];

    private static ImmutableArray<ContainerPort> Merge(IEnumerable<DeclaredPort> ports) =>
        [.. ports.Select(port => new ContainerPort(port.Name, port.Settings.Container, port.Protocol)).DistinctBy(port => port.Key)];

    private static ServicePort Plan(DeclaredPort port, ImmutableArray<ContainerPort> container, int number)
    {
        var key = (port.Settings.Container, port.Protocol.Transport());
        return new ServicePort
        {
            Name = port.Name!,
            Number = number,
            Protocol = port.Protocol,
            NodePort = port.Settings.NodePort,
            Target = container.First(target => target.Key == key),
            Sidecar = port.Sidecar,
        };
    }
}
