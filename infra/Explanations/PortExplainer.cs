using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Explanations;

/// <summary>Explains the ports of a service.</summary>
internal static class PortExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service, ServiceSettings settings)
    {
        var traffic = service.Traffic!;
        foreach (var declared in DeclaredPort.InService(settings))
        {
            var port = traffic.Ports.First(port => port.Name == declared.Name);
            var setting = string.Join('.', declared.Keys);
            log.Add(log.Has($"{setting}.container") ? $"{setting}.container" : setting, Number(port.Target.Number), "default");
            if (declared.Settings.Service is not null)
            {
                log.AddExact($"{setting}.service", Number(port.Number), "default: the container's port", null);
            }

            // The only port of a service is explained by traffic.protocol.
            if (traffic.Ports.Length > 1)
            {
                var protocol = declared.Sidecar is null ? "default: traffic.protocol, or http" : "default";
                log.AddExact($"{setting}.protocol", DecisionLog.EnumName(port.Protocol), protocol, null);
            }
        }

        if (traffic.Ports.Length > 1)
        {
            var reason = settings.Traffic.Port is null ? "rule: the first port" : "set";
            log.Add("traffic.port", traffic.Main.Name, reason);
        }

        if (!service.PeerPorts.IsEmpty)
        {
            log.AddDerived("networkPolicy: peers", Format(service.PeerPorts), "rule: the pods of a stateful service reach each other");
            log.AddDerived(
                "peers",
                $"{service.Name}-0.{service.System.DnsName(DerivedNames.PodService(service.Name))}",
                "rule: <service>-<number>.<service>-pods, one name for each pod"
            );
        }
    }

    /// <summary>Formats ports for people: <c>port 8080</c>, or <c>ports 8080, 53/udp</c>.</summary>
    public static string Format(IEnumerable<ContainerPort> ports)
    {
        string[] texts = [.. ports.DistinctBy(port => port.Key).Select(Format)];
        return $"{(texts.Length == 1 ? "port" : "ports")} {string.Join(", ", texts)}";
    }

    private static string Format(ContainerPort port) =>
        port.Protocol.Transport() is var transport and not "TCP"
            ? string.Create(CultureInfo.InvariantCulture, $"{port.Number}/{transport.ToLowerInvariant()}")
            : Number(port.Number);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
