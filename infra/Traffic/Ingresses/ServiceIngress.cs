using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Traffic.Ingresses;

/// <summary>The Ingresses that lead requests from outside to the Services.</summary>
internal static class ServiceIngress
{
    /// <summary>Creates the Ingress of a service, with a rule for each host.</summary>
    public static Ingress Create(
        ServicePlan service,
        ServiceTraffic traffic,
        IngressPlan plan,
        ObjectMetaArgs metadata,
        CustomResourceOptions options
    )
    {
        var spec = CreateSpec(plan);
        spec.Rules = traffic.Settings.Hosts.Select(string? (host) => host).DefaultIfEmpty().Select(Rule).ToArray();
        return new Ingress(service.System.ResourceName(service.Name), new IngressArgs { Metadata = metadata, Spec = spec }, options);

        IngressRuleArgs Rule(string? host)
        {
            var paths = traffic
                .Settings.Paths.DefaultIfEmpty("/")
                .Select(path => new HTTPIngressPathArgs
                {
                    Path = path,
                    PathType = traffic.Settings.PathType.ToString(),
                    Backend = Backend(service),
                });
            var rule = new IngressRuleArgs { Http = new HTTPIngressRuleValueArgs { Paths = paths.ToArray() } };
            if (host is not null)
            {
                rule.Host = host;
            }

            return rule;
        }
    }

    /// <summary>Creates the Ingress for the requests that no other one has a rule for.</summary>
    public static Ingress CreateDefault(ServicePlan service, IngressPlan plan, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = CreateSpec(plan);
        spec.DefaultBackend = Backend(service);
        return new Ingress(
            service.System.ResourceName(LoadBalancingSettings.Name),
            new IngressArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    /// <summary>The IP address or host name of the controller; null while it has none.</summary>
    public static Output<string?> PublicAddress(Ingress ingress) =>
        ingress.Status.Apply(status =>
        {
            var addresses = status?.LoadBalancer?.Ingress ?? [];
            return addresses.IsDefaultOrEmpty ? null
                : string.IsNullOrEmpty(addresses[0].Ip) ? addresses[0].Hostname
                : addresses[0].Ip;
        });

    private static IngressSpecArgs CreateSpec(IngressPlan plan)
    {
        var spec = new IngressSpecArgs();
        if (!plan.Certificates.IsEmpty)
        {
            spec.Tls = plan.Certificates.Select(Certificate).ToArray();
        }

        if (plan.Class is { } name)
        {
            spec.IngressClassName = name;
        }

        return spec;
    }

    private static IngressTLSArgs Certificate(IngressCertificate certificate)
    {
        var args = new IngressTLSArgs { SecretName = certificate.Secret };
        if (!certificate.Hosts.IsEmpty)
        {
            args.Hosts = certificate.Hosts;
        }

        return args;
    }

    private static IngressBackendArgs Backend(ServicePlan service) =>
        new()
        {
            Service = new IngressServiceBackendArgs
            {
                Name = service.Name,
                Port = new ServiceBackendPortArgs { Name = service.Traffic!.Main.Name },
            },
        };
}
