using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Resolves the ports of a Service on a pod.</summary>
internal static class ServicePorts
{
    /// <summary>The ports of a Service on one of its pods. A port whose name the pod does not declare is left out.</summary>
    public static IReadOnlyList<EndpointPort> PortsOn(this Service service, Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in service.Source.Spec.Objects("ports"))
        {
            var protocol = port.Text("protocol") ?? "TCP";
            var number =
                port.Text("targetPort") is { } name ? ContainerPort(pod, name, protocol)
                : port.Number("targetPort") is { } target and > 0 ? target
                : port.Number("port");
            if (number is { } found)
            {
                ports.Add(new EndpointPort(port.Text("name") ?? "", protocol, found, port.Text("appProtocol")));
            }
        }

        return ports;
    }

    private static long? ContainerPort(Pod pod, string name, string protocol) =>
        pod
            .Containers.Concat(pod.Source.Spec.Objects("initContainers").Where(c => c.Text("restartPolicy") == "Always"))
            .SelectMany(c => c.Objects("ports"))
            .FirstOrDefault(p => p.Text("name") == name && (p.Text("protocol") ?? "TCP") == protocol)
            .Number("containerPort");
}
