using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks the ports of a service against Kubernetes' rules for the ports of containers and Services.</summary>
internal sealed class PortCheck : ISettingsCheck
{
    private const int NameLength = 15;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckForms(service, [], service.Settings.Port, service.Settings.Ports);
            foreach (var (name, sidecar) in service.Settings.Sidecars)
            {
                CheckForms(service, ["sidecars", name], sidecar.Port, sidecar.Ports);
            }

            foreach (var (name, container) in service.Settings.Init)
            {
                CheckForms(service, ["init", name], container.Port, container.Ports);
                CheckInitPorts(service, [.. DeclaredPort.InInitContainer(name, container)]);
            }

            DeclaredPort[] ports = [.. DeclaredPort.InPod(service.Settings)];
            CheckNames(service, ports);
            CheckContainers(service, ports);
            CheckServicePorts(service, ports);
            CheckMain(service, ports);
        }
    }

    /// <summary>The path of a setting of a port.</summary>
    internal static SettingsPath At(ServiceUnderReview service, DeclaredPort port, params ReadOnlySpan<string> setting) =>
        service.At([.. port.Keys, .. setting]);

    private static void CheckForms(
        ServiceUnderReview service,
        string[] container,
        PortSettings? single,
        IReadOnlyDictionary<string, PortSettings> several
    )
    {
        if (single is not null && several.Count > 0)
        {
            service.Reject(
                service.At([.. container, "port"]),
                "'port' and 'ports' exclude each other",
                "move it to 'ports' with a name, such as 'ports: {http: 8080}'",
                service.At([.. container, "port"]),
                service.At([.. container, "ports"])
            );
        }

        foreach (var (name, port) in several)
        {
            if (port.Name is not null)
            {
                service.Reject(service.At([.. container, "ports", name, "name"]), $"the name of this port is '{name}'", "remove 'name'");
            }
        }
    }

    /// <summary>Init containers run before the pod is ready, when no Service forwards to it.</summary>
    private static void CheckInitPorts(ServiceUnderReview service, DeclaredPort[] ports)
    {
        CheckNames(service, ports);
        foreach (var port in ports.Where(port => port.Settings.Service is not null))
        {
            service.Reject(
                At(service, port, "service"),
                "an init container has completed before the Service forwards requests",
                "remove it, or move the container to 'sidecars'"
            );
        }
    }

    /// <summary>Kubernetes' names of ports are those of IANA's services (RFC 6335); each is unique in its pod.</summary>
    private static void CheckNames(ServiceUnderReview service, DeclaredPort[] ports)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in ports)
        {
            if (port.Name is not { } name)
            {
                continue;
            }

            var at = At(service, port, port.Settings.Name is null ? [] : ["name"]);
            if (!ObjectNames.IsPortName(name))
            {
                service.Reject(
                    at,
                    $"'{name}' is not a valid name of a port",
                    $"use at most {NameLength} lower-case letters, digits and inner dashes, with at least one letter and no two dashes in a row"
                );
            }
            else if (!known.Add(name))
            {
                service.Reject(at, $"the pod already has a port '{name}'", "rename one of the two");
            }
        }
    }

    /// <summary>Two containers of a pod cannot listen on the same port.</summary>
    private static void CheckContainers(ServiceUnderReview service, DeclaredPort[] ports)
    {
        var owners = new Dictionary<(int, string), string?>();
        foreach (var port in ports)
        {
            var key = (port.Settings.Container, port.Protocol.Transport());
            if (!owners.TryAdd(key, port.Sidecar) && owners[key] != port.Sidecar)
            {
                service.Reject(
                    At(service, port),
                    $"another container of the pod already listens on port {port.Settings.Container}",
                    "choose another port"
                );
            }

            if (port.Sidecar is not null && port.Service is not null && port.Name is null)
            {
                service.Reject(
                    At(service, port, "service"),
                    "a port of a sidecar needs a name to become a port of the Service",
                    "write 'name: <name>'"
                );
            }
        }
    }

    private static void CheckServicePorts(ServiceUnderReview service, DeclaredPort[] ports)
    {
        var exposure = service.Exposure;
        var known = new Dictionary<(int, string), DeclaredPort>();
        foreach (var port in ports)
        {
            if (port.Service is { } number && !known.TryAdd((number, port.Protocol.Transport()), port))
            {
                var other = known[(number, port.Protocol.Transport())];
                service.Reject(
                    At(service, port, port.Settings.Service is null ? [] : ["service"]),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the Service already has port {number} ({port.Protocol.Transport()}), which is '{other.Name}'"
                    ),
                    "write another 'service' for one of the two"
                );
            }

            if (exposure == Exposure.Headless && port.Service is { } front && front != port.Settings.Container)
            {
                service.Reject(
                    At(service, port, "service"),
                    $"a headless Service resolves to the pods, which listen on {port.Settings.Container}",
                    "remove it, or write 'traffic: {expose: clusterIp}'",
                    At(service, port, "service"),
                    service.At("traffic", "expose")
                );
            }
        }

        if (exposure is { } expose)
        {
            WarnAboutTransports(
                service,
                known.Count > 0 ? service.At(known.Values.First().Keys[0]) : service.Path,
                expose,
                known.Values.Select(port => port.Protocol)
            );
        }
    }

    /// <summary>Warns of a load balancer for several transports.</summary>
    internal static void WarnAboutTransports(ServiceUnderReview service, SettingsPath at, Exposure expose, IEnumerable<Protocol> protocols)
    {
        string[] transports = [.. protocols.Select(protocol => protocol.Transport()).Distinct(StringComparer.Ordinal)];
        if (expose == Exposure.LoadBalancer && transports is not ([] or ["TCP"] or ["UDP"]))
        {
            service.Review.Warn(
                at,
                $"not every provider's load balancer supports {string.Join(" and ", transports)} in one Service",
                "look it up for the cluster's provider, or write 'expose: nodePort'"
            );
        }
    }

    private static void CheckMain(ServiceUnderReview service, DeclaredPort[] ports)
    {
        var traffic = service.Settings.Traffic;
        string[] names = [.. ports.Where(port => port.Service is not null).Select(port => port.Name).OfType<string>()];
        if (traffic.Port is { } named && !names.Contains(named, StringComparer.Ordinal))
        {
            service.Reject(
                service.At("traffic", "port"),
                $"the Service has no port '{named}'",
                names.Length == 0 ? "remove it, or declare 'ports'" : Suggestion.For(named, names),
                service.At("traffic", "port"),
                service.At("ports"),
                service.At("port")
            );
        }

        if (
            traffic.Protocol is { } stated
            && DeclaredPort.FindMain(service.Settings) is { Settings.Protocol: { } own } main
            && own != stated
        )
        {
            service.Reject(
                At(service, main, "protocol"),
                $"the protocol of the main port is {Format(own)} here, and {Format(stated)} in 'traffic.protocol'",
                "remove one of the two",
                At(service, main, "protocol"),
                service.At("traffic", "protocol")
            );
        }
    }

    private static string Format(Protocol protocol) => ScalarType.EnumName(protocol.ToString());
}
