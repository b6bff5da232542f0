using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of services.</summary>
internal static class ServiceTable
{
    private const int AddressWidth = 16;

    public static readonly ITableLayout Layout = new TableLayout(
        Name,
        Text("Type", service => service.Spec.Text("type")).From("core.v1.ServiceSpec.type"),
        Text("Cluster-IP", service => service.Spec.Text("clusterIP") is { Length: > 0 } address ? address : None)
            .From("core.v1.ServiceSpec.clusterIP"),
        Text("External-IP", ExternalAddress).From("core.v1.ServiceSpec.externalIPs"),
        Text("Port(s)", Ports).From("core.v1.ServiceSpec.ports"),
        Age,
        Text("Selector", service => FormatLabels(service.Spec.Map("selector")), 1).From("core.v1.ServiceSpec.selector")
    );

    public static string LoadBalancerAddress(KubeObject item)
    {
        var addresses = item
            .Status.Objects("loadBalancer", "ingress")
            .Select(ingress => ingress.Text("ip") is { Length: > 0 } ip ? ip : ingress.Text("hostname"))
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal);
        var text = string.Join(",", addresses);
        return text.Length > AddressWidth ? text[..(AddressWidth - 3)] + "..." : text;
    }

    private static string ExternalAddress(KubeObject service)
    {
        var external = (service.Spec.Array("externalIPs") ?? []).Select(address => address?.ToString() ?? "").ToList();
        switch (service.Spec.Text("type"))
        {
            case "ExternalName":
                return service.Spec.Text("externalName") ?? "";
            case "LoadBalancer":
                var balancer = LoadBalancerAddress(service);
                if (balancer.Length > 0)
                {
                    external.Insert(0, balancer);
                }

                return external.Count == 0 ? "<pending>" : string.Join(",", external);
            default:
                return external.Count == 0 ? None : string.Join(",", external);
        }
    }

    private static string Ports(KubeObject service)
    {
        var ports = string.Join(",", service.Spec.Objects("ports").Select(Port));
        return ports.Length == 0 ? None : ports;
    }

    private static string Port(JsonObject port) =>
        port.Number("nodePort") is { } nodePort and > 0
            ? $"{port.Number("port")}:{nodePort}/{port.Text("protocol")}"
            : $"{port.Number("port")}/{port.Text("protocol")}";
}
