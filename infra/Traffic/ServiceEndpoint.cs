using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Traffic;

/// <summary>The Services of a service: one address in front of all pods, or a name for each.</summary>
internal static class ServiceEndpoint
{
    /// <summary>How long a client that comes back finds the same pod where nobody says.</summary>
    public static readonly TimeSpan DefaultStickiness = TimeSpan.FromHours(3);

    public static Service InFrontOf(ServiceSpec service, ServiceTraffic traffic, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        if (!traffic.Settings.Hosts.IsEmpty && traffic.Expose is Exposure.NodePort or Exposure.LoadBalancer)
        {
            metadata.Annotations = new InputMap<string> { ["external-dns.alpha.kubernetes.io/hostname"] = string.Join(',', traffic.Settings.Hosts) };
        }

        var spec = new ServiceSpecArgs
        {
            Type = TypeOf(traffic.Expose),
            Selector = FrontSelector(service, traffic),
            Ports = PortOf(traffic),
        };
        if (traffic.Expose == Exposure.Headless)
        {
            spec.ClusterIP = "None";
        }

        if (traffic.Settings.Algorithm == BalancingAlgorithm.ClientIp)
        {
            spec.SessionAffinity = "ClientIP";
            spec.SessionAffinityConfig = new SessionAffinityConfigArgs
            {
                ClientIP = new ClientIPConfigArgs { TimeoutSeconds = (traffic.Settings.StickyFor ?? DefaultStickiness).WholeSeconds() },
            };
        }

        if (traffic is { KeepsClientAddresses: true, Expose: Exposure.LoadBalancer })
        {
            spec.ExternalTrafficPolicy = "Local";
        }

        if (traffic.Settings.PreferSameZone)
        {
            spec.TrafficDistribution = "PreferSameZone";
        }

        return new Service(service.System.ResourceName(service.Name), new ServiceArgs { Metadata = metadata, Spec = spec }, options);
    }

    /// <summary>The address, or the name, that the cluster's provider has given a Service of type LoadBalancer; null for any other.</summary>
    public static Output<string?> PublicAddressOf(Service endpoint) => endpoint.Status.Apply(status =>
    {
        var given = status?.LoadBalancer?.Ingress ?? [];
        return given.IsDefaultOrEmpty ? null : string.IsNullOrEmpty(given[0].Ip) ? given[0].Hostname : given[0].Ip;
    });

    /// <summary>One address in front of the service's own pods, beside those of its versions.</summary>
    public static Service InFrontOfStable(ServiceSpec service, ServiceTraffic traffic, ObjectMetaArgs metadata, CustomResourceOptions options) => new(
        service.System.ResourceName(traffic.Versions[0].Service),
        new ServiceArgs { Metadata = metadata, Spec = new ServiceSpecArgs { Type = "ClusterIP", Selector = ServiceLabels.Selector(service), Ports = PortOf(traffic) } },
        options);

    /// <summary>The Service that resolves to the addresses of the pods themselves.</summary>
    public static string PodsOf(string service) => $"{service}-pods";

    /// <summary>
    /// Makes the addresses of all pods known. Those of a stateful service are known before they are ready: its pods look for each other to become so.
    /// </summary>
    public static Service NamingPodsOf(ServiceSpec service, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = new ServiceSpecArgs
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = service.Kind == ServiceKind.Stateful,
            Selector = ServiceLabels.Selector(service),
        };
        if (service.Traffic is { } traffic)
        {
            spec.Ports = PortOf(traffic);
        }

        return new Service(service.System.ResourceName(PodsOf(service.Name)), new ServiceArgs { Metadata = metadata, Spec = spec }, options);
    }

    /// <summary>All versions, or those that get anything at all: kube-proxy knows no weights, but it can leave out.</summary>
    private static InputMap<string> FrontSelector(ServiceSpec service, ServiceTraffic traffic)
    {
        if (service.Version is not null)
        {
            return ServiceLabels.Selector(service);
        }

        string[] serving = [.. traffic.Versions.Where(version => version.Weight > 0).Select(version => version.Name)];
        return serving switch
        {
            [var only] => ServiceLabels.Selector(service, only),
            _ when serving.Length < traffic.Versions.Length => ServiceLabels.ServingSelector(service),
            _ => ServiceLabels.Selector(service.Name, service.System),
        };
    }

    private static ServicePortArgs PortOf(ServiceTraffic traffic)
    {
        var port = new ServicePortArgs { Name = traffic.PortName, Port = traffic.PublicPort, TargetPort = traffic.PortName };
        if (AppProtocolOf(traffic.Protocol) is { } protocol)
        {
            port.AppProtocol = protocol;
        }

        return port;
    }

    private static string? AppProtocolOf(Protocol protocol) => protocol switch
    {
        Protocol.Http => "http",
        Protocol.Http2 or Protocol.Grpc => "kubernetes.io/h2c",
        _ => null,
    };

    private static string TypeOf(Exposure exposure) => exposure switch
    {
        Exposure.NodePort => "NodePort",
        Exposure.LoadBalancer => "LoadBalancer",
        _ => "ClusterIP",
    };
}
