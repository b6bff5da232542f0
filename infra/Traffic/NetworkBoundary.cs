using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Traffic;

/// <summary>Who may talk to a service, and whom it may talk to. What is not said here is denied by the namespace.</summary>
internal static class NetworkBoundary
{
    private const string Everywhere = "0.0.0.0/0";

    /// <summary>Addresses that are nobody's but one's own network's; "the outside" is everything else.</summary>
    private static readonly string[] PrivateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "100.64.0.0/10"];

    public static NetworkPolicy Around(ServiceSpec service, ObjectMetaArgs metadata, CustomResourceOptions options)
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
                spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = Monitoring(service.System), Ports = new NetworkPolicyPortArgs { Port = metrics } });
            }
        }

        foreach (var callee in service.Calls)
        {
            spec.Egress.Add(To(PodsOf(callee.Name, service.System), callee.Port));
        }

        foreach (var address in service.External)
        {
            spec.Egress.Add(To(new NetworkPolicyPeerArgs { IpBlock = RangeOf(address) }, address.Port));
        }

        return new NetworkPolicy(service.System.ResourceName(service.Name), new NetworkPolicyArgs { Metadata = metadata, Spec = spec }, options);
    }

    private static void AddIngress(NetworkPolicySpecArgs spec, ServiceSpec service, ServiceTraffic traffic)
    {
        var port = new NetworkPolicyPortArgs { Port = traffic.Port };
        if (traffic.IsOpenToTheWorld)
        {
            // No peers means every peer: an exposed service is open to all the world.
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { Ports = port });
            return;
        }

        foreach (var caller in service.Callers)
        {
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = PodsOf(caller, service.System), Ports = port });
        }
    }

    private static NetworkPolicyEgressRuleArgs To(NetworkPolicyPeerArgs peer, int port) =>
        new() { To = peer, Ports = new NetworkPolicyPortArgs { Port = port } };

    private static NetworkPolicyPeerArgs PodsOf(string service, SystemIdentity system) =>
        new() { PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service, system) } };

    /// <summary>The Prometheus of the stack's own monitoring, which has a namespace beside that of the services.</summary>
    private static NetworkPolicyPeerArgs Monitoring(SystemIdentity system) => new()
    {
        NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = $"{system.Namespace}-monitoring" } },
        PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector("prometheus", system) },
    };

    private static IPBlockArgs RangeOf(ExternalAddress address)
    {
        if (address.Range is { } range)
        {
            return new IPBlockArgs { Cidr = range.ToString() };
        }

        return new IPBlockArgs { Cidr = Everywhere, Except = PrivateRanges };
    }
}
