using Infra.Backend.Planning;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Traffic;

/// <summary>The network policy of a service. The namespace's policies deny all traffic it does not allow.</summary>
internal static class ServiceNetworkPolicy
{
    private const string Everywhere = "0.0.0.0/0";

    /// <summary>Ranges without public addresses.</summary>
    private static readonly string[] PrivateRanges =
    [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "100.64.0.0/10",
    ];

    public static NetworkPolicy Create(ServicePlan service, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = new NetworkPolicySpecArgs
        {
            PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service.Name, service.System) },
            PolicyTypes = { "Ingress", "Egress" },
        };
        if (service.Traffic is { } traffic)
        {
            AddIngress(spec, service, traffic);
            if (traffic.MetricsPort is { } metrics)
            {
                spec.Ingress.Add(
                    new NetworkPolicyIngressRuleArgs
                    {
                        From = Prometheus(service.System),
                        Ports = new NetworkPolicyPortArgs { Port = metrics },
                    }
                );
            }
        }

        foreach (var callee in service.Calls)
        {
            spec.Egress.Add(Egress(Pods(callee.Name, service.System), callee.Port));
        }

        foreach (var address in service.External)
        {
            spec.Egress.Add(Egress(new NetworkPolicyPeerArgs { IpBlock = ToIPBlock(address) }, address.Port));
        }

        return new NetworkPolicy(
            service.System.ResourceName(service.Name),
            new NetworkPolicyArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    private static void AddIngress(NetworkPolicySpecArgs spec, ServicePlan service, ServiceTraffic traffic)
    {
        var port = new NetworkPolicyPortArgs { Port = traffic.Port };
        if (traffic.IsPublic)
        {
            // A rule without peers allows all of them.
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { Ports = port });
            return;
        }

        foreach (var caller in service.Callers)
        {
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = Pods(caller, service.System), Ports = port });
        }
    }

    private static NetworkPolicyEgressRuleArgs Egress(NetworkPolicyPeerArgs peer, int port) =>
        new()
        {
            To = peer,
            Ports = new NetworkPolicyPortArgs { Port = port },
        };

    private static NetworkPolicyPeerArgs Pods(string service, SystemIdentity system) =>
        new() { PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service, system) } };

    /// <summary>The Prometheus of the stack's monitoring, which has its own namespace.</summary>
    private static NetworkPolicyPeerArgs Prometheus(SystemIdentity system) =>
        new()
        {
            NamespaceSelector = new LabelSelectorArgs
            {
                MatchLabels = { ["kubernetes.io/metadata.name"] = ObjectNames.MonitoringNamespace(system.Namespace) },
            },
            PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector("prometheus", system) },
        };

    private static IPBlockArgs ToIPBlock(ExternalAddress address)
    {
        if (address.Range is { } range)
        {
            return new IPBlockArgs { Cidr = range.ToString() };
        }

        return new IPBlockArgs { Cidr = Everywhere, Except = PrivateRanges };
    }
}
