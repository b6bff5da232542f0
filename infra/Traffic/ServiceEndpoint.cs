using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Traffic;

/// <summary>The Kubernetes Services of a service.</summary>
internal static class ServiceEndpoint
{
    /// <summary>Creates the Service that callers and, if it is exposed, clients outside use.</summary>
    public static Service Create(ServicePlan service, ServiceTraffic traffic, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var isForHosts = !traffic.Settings.Hosts.IsEmpty && traffic.Expose is Exposure.NodePort or Exposure.LoadBalancer;
        if (isForHosts && !ServiceAnnotations.ForService(service, ServiceObject.Service).ContainsKey(ServiceAnnotations.HostNames))
        {
            metadata.Annotations.Add(ServiceAnnotations.HostNames, string.Join(',', traffic.Settings.Hosts));
        }

        var spec = new ServiceSpecArgs { Selector = FrontSelector(service, traffic), Ports = Ports(traffic.Ports, traffic.Expose) };
        ServiceFields.Apply(spec, traffic.Settings, traffic.Expose, traffic.Affinity);
        if (traffic is { KeepsClientAddresses: true, Expose: Exposure.LoadBalancer })
        {
            spec.ExternalTrafficPolicy = "Local";
        }

        return new Service(service.System.ResourceName(service.Name), new ServiceArgs { Metadata = metadata, Spec = spec }, options);
    }

    /// <summary>Creates a further Service with the same pods.</summary>
    public static Service CreateAdditional(
        ServicePlan service,
        ServiceTraffic traffic,
        AdditionalService additional,
        ObjectMetaArgs metadata,
        CustomResourceOptions options
    )
    {
        var settings = additional.Settings;
        var spec = new ServiceSpecArgs { Selector = FrontSelector(service, traffic), Ports = Ports(additional.Ports, settings.Expose) };
        ServiceFields.Apply(spec, settings, settings.Expose, settings.StickyFor);
        return new Service(service.System.ResourceName(additional.Name), new ServiceArgs { Metadata = metadata, Spec = spec }, options);
    }

    /// <summary>The IP address or host name assigned to a Service of type LoadBalancer; null for other types.</summary>
    public static Output<string?> PublicAddress(Service endpoint) =>
        endpoint.Status.Apply(status =>
        {
            var ingress = status?.LoadBalancer?.Ingress ?? [];
            return ingress.IsDefaultOrEmpty ? null
                : string.IsNullOrEmpty(ingress[0].Ip) ? ingress[0].Hostname
                : ingress[0].Ip;
        });

    /// <summary>Creates the Service in front of the stable version only.</summary>
    public static Service CreateStable(
        ServicePlan service,
        ServiceTraffic traffic,
        ObjectMetaArgs metadata,
        CustomResourceOptions options
    ) =>
        new(
            service.System.ResourceName(traffic.Versions[0].Service),
            new ServiceArgs
            {
                Metadata = metadata,
                Spec = new ServiceSpecArgs
                {
                    Type = "ClusterIP",
                    Selector = ServiceLabels.Selector(service),
                    Ports = [.. traffic.Ports.Select(port => Port(port, port.Number))],
                },
            },
            options
        );

    /// <summary>
    /// Creates the headless Service that resolves to the pods. It includes the unready pods of a stateful service, which may need each
    /// other to become ready.
    /// </summary>
    public static Service CreatePodService(ServicePlan service, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = new ServiceSpecArgs
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = service.Kind == ServiceKind.Stateful,
            Selector = ServiceLabels.Selector(service),
        };
        if (service.Traffic is { } traffic)
        {
            spec.Ports = PodPorts(traffic.Ports);
        }

        return new Service(
            service.System.ResourceName(DerivedNames.PodService(service.Name)),
            new ServiceArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    /// <summary>Selects the versions with a weight above 0: kube-proxy cannot weigh versions, but a selector can leave some out.</summary>
    private static Dictionary<string, string> FrontSelector(ServicePlan service, ServiceTraffic traffic)
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

    private static ServicePortArgs[] Ports(ImmutableArray<ServicePort> ports, Exposure expose) =>
        expose == Exposure.Headless
            ? PodPorts(ports)
            : [.. ports.Select(port => FrontPort(port, expose is Exposure.NodePort or Exposure.LoadBalancer))];

    /// <summary>The ports of a headless Service: its clients connect to the pods themselves, so each port is the container's.</summary>
    private static ServicePortArgs[] PodPorts(ImmutableArray<ServicePort> ports) =>
        [.. ports.DistinctBy(port => port.Target.Key).Select(port => Port(port, port.Target.Number))];

    private static ServicePortArgs FrontPort(ServicePort port, bool isExposed)
    {
        var args = Port(port, port.Number);
        if (isExposed && port.NodePort is { } nodePort)
        {
            args.NodePort = nodePort;
        }

        return args;
    }

    private static ServicePortArgs Port(ServicePort port, int number)
    {
        var args = new ServicePortArgs { Name = port.Name, Port = number };
        if (port.Target.Name is { } name)
        {
            args.TargetPort = name;
        }
        else
        {
            args.TargetPort = port.Target.Number;
        }

        if (port.Protocol.Transport() is var transport and not "TCP")
        {
            args.Protocol = transport;
        }

        if (AppProtocol(port.Protocol) is { } protocol)
        {
            args.AppProtocol = protocol;
        }

        return args;
    }

    private static string? AppProtocol(Protocol protocol) =>
        protocol switch
        {
            Protocol.Http => "http",
            Protocol.Http2 or Protocol.Grpc => "kubernetes.io/h2c",
            _ => null,
        };
}
