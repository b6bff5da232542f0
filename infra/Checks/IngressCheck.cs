using System.Collections.Immutable;
using System.Net;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the Ingresses of a stack: default backend, certificates, class and hosts.</summary>
internal sealed class IngressCheck : ISettingsCheck
{
    /// <summary>The annotation that named the class before Kubernetes had a field for it.</summary>
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    private static readonly SettingsPath At = SettingsPath.Root.Key("loadBalancing");

    public void Check(SettingsReview review)
    {
        if (review.Settings.LoadBalancing is not { Backend: LoadBalancer.Ingress } balancing)
        {
            return;
        }

        if (balancing.DefaultBackend is { } name)
        {
            CheckDefaultBackend(review, name);
        }

        ImmutableArray<ServiceUnderReview> routed =
        [
            .. review.Services().Where(service => LoadBalancingPlanner.Routes(balancing, service.Settings)),
        ];
        CheckCertificates(review, balancing, [.. routed.SelectMany(service => service.Settings.Traffic.Hosts)]);
        foreach (var service in routed)
        {
            CheckHosts(service);
        }

        foreach (
            var service in review
                .Services()
                .Where(service => routed.Contains(service) || LoadBalancingPlanner.IsDefaultBackend(balancing, service.Name))
        )
        {
            CheckClass(service, balancing.IngressClass);
            WarnAboutProtocol(service);
        }
    }

    private static void CheckDefaultBackend(SettingsReview review, string name)
    {
        var at = At.Key("defaultBackend");
        if (!review.ServiceNames.Contains(name))
        {
            review.Reject(at, $"there is no service '{name}'", Suggestion.For(name, [.. review.ServiceNames]));
        }
        else if (review.Settings.Services.TryGetValue(name, out var service))
        {
            var path = SettingsPath.Root.Key("services").Key(name);
            if (service.MainProtocol is not { } protocol)
            {
                review.Reject(
                    at,
                    $"'{name}' has no port",
                    "give it a port, or name another service",
                    at,
                    path.Key("port"),
                    path.Key("ports")
                );
            }
            else if (!protocol.IsRoutable())
            {
                review.Reject(
                    at,
                    $"an Ingress forwards HTTP requests, and '{name}' uses plain {protocol.Transport()}",
                    "name another service, or one of its HTTP ports in its 'traffic: {port: …}'",
                    at,
                    path.Key("traffic"),
                    path.Key("ports")
                );
            }
        }
    }

    private static void CheckCertificates(SettingsReview review, LoadBalancingSettings balancing, string[] hosts)
    {
        var used = hosts.Select(host => IngressPlan.FindCertificate(host, balancing)).ToHashSet(StringComparer.Ordinal);
        foreach (var host in balancing.Tls.Keys)
        {
            var at = At.Key("tls").Key(host);
            if (!KubernetesNames.IsHost(host))
            {
                review.Reject(at, $"'{host}' is not a valid host name", "write a host of a service, or a wildcard such as *.example.com");
            }
            else if (!used.Contains(host))
            {
                review.Warn(
                    at,
                    host.StartsWith('*')
                        ? $"no service has a host with one label in place of the asterisk of '{host}' and without a certificate of its own"
                        : $"no service has the host '{host}'",
                    "remove it, or add the host to the 'traffic.hosts' of a service"
                );
            }
        }
    }

    /// <summary>Kubernetes accepts no IP addresses as hosts of an Ingress.</summary>
    private static void CheckHosts(ServiceUnderReview service)
    {
        var hosts = service.Settings.Traffic.Hosts;
        for (var i = 0; i < hosts.Length; i++)
        {
            if (IPAddress.TryParse(hosts[i], out _))
            {
                service.Reject(
                    service.At("traffic", "hosts").Item(i),
                    $"an Ingress has DNS names, and '{hosts[i]}' is an IP address",
                    "write a host name, or 'paths' without hosts for requests to any host"
                );
            }
        }
    }

    /// <summary>Kubernetes refuses an Ingress whose annotation names another class than its field.</summary>
    private static void CheckClass(ServiceUnderReview service, string? ingressClass)
    {
        if (
            ingressClass is not null
            && ReviewedAnnotations.FindValue(service, ServiceObject.Route, ClassAnnotation) is var (at, named)
            && named.Value != ingressClass
        )
        {
            service.Reject(
                at,
                $"the class of the Ingress would be '{named}' here, and '{ingressClass}' in 'loadBalancing.ingressClass'",
                "remove one of the two"
            );
        }
    }

    /// <summary>Controllers have annotations for the protocol to the pods, of the Ingress or the Service.</summary>
    private static void WarnAboutProtocol(ServiceUnderReview service)
    {
        if (service.Settings.MainProtocol is not (Protocol.Http2 or Protocol.Grpc))
        {
            return;
        }

        var isAnnotated = new[] { ServiceObject.Route, ServiceObject.Service }
            .SelectMany(kind => ReviewedAnnotations.Find(service, kind))
            .SelectMany(found => found.Annotations.Keys)
            .Any(key =>
                key.Contains("proto", StringComparison.OrdinalIgnoreCase) || key.Contains("scheme", StringComparison.OrdinalIgnoreCase)
            );
        if (!isAnnotated)
        {
            service.Review.Warn(
                service.At("traffic", "hosts"),
                "an Ingress has no field for HTTP/2 and gRPC: many controllers use HTTP/1.1 to the pods, which then cannot answer",
                "write the annotation of the controller, such as 'objects: {route: {annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}}', or 'loadBalancing: haproxy' or a Gateway"
            );
        }
    }
}
