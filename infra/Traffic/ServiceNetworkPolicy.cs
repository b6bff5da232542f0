using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Traffic;

/// <summary>The network policy of a service. The namespace's policies deny all traffic it does not allow.</summary>
internal static class ServiceNetworkPolicy
{
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
            spec.Egress.Add(Egress(Pods(callee.Name, service.System), Ports(callee.Ports)));
        }

        if (service.Account.CallsApi)
        {
            // No pod has the address of the API server, so the rule can only name its ports.
            spec.Egress.Add(
                new NetworkPolicyEgressRuleArgs
                {
                    Ports = KubernetesApi.Ports.Select(port => new NetworkPolicyPortArgs { Port = port }).ToArray(),
                }
            );
        }

        foreach (var address in service.External)
        {
            spec.Egress.Add(PeerRules.To(address));
        }

        foreach (var peer in service.Peers)
        {
            spec.Egress.Add(PeerRules.To(peer));
        }

        foreach (var client in service.Clients)
        {
            spec.Ingress.Add(PeerRules.From(client));
        }

        foreach (var rule in DnsEgress.Create(service.Pod))
        {
            spec.Egress.Add(rule);
        }

        if (!service.PeerPorts.IsEmpty)
        {
            var peers = Pods(service.Name, service.System);
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = peers, Ports = Ports(service.PeerPorts) });
            spec.Egress.Add(Egress(peers, Ports(service.PeerPorts)));
        }

        return new NetworkPolicy(
            service.System.ResourceName(service.Name),
            new NetworkPolicyArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    private static void AddIngress(NetworkPolicySpecArgs spec, ServicePlan service, ServiceTraffic traffic)
    {
        var open = traffic.PublicPorts;
        if (!open.IsEmpty)
        {
            // A rule without peers allows all of them.
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { Ports = Ports(open) });
        }

        foreach (var caller in service.Callers)
        {
            ImmutableArray<ServicePort> restricted =
            [
                .. caller.Ports.ExceptBy(open.Select(port => port.Target.Key), port => port.Target.Key),
            ];
            if (!restricted.IsEmpty)
            {
                spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = Pods(caller.Name, service.System), Ports = Ports(restricted) });
            }
        }
    }

    private static NetworkPolicyEgressRuleArgs Egress(NetworkPolicyPeerArgs peer, NetworkPolicyPortArgs[] ports) =>
        new() { To = peer, Ports = ports };

    private static NetworkPolicyPortArgs[] Ports(IEnumerable<ServicePort> ports) => Ports(ports.Select(port => port.Target));

    /// <summary>Policies apply to the pods' own ports, not to those of the Service.</summary>
    private static NetworkPolicyPortArgs[] Ports(IEnumerable<ContainerPort> ports) => [.. ports.DistinctBy(port => port.Key).Select(Port)];

    private static NetworkPolicyPortArgs Port(ContainerPort port)
    {
        var args = new NetworkPolicyPortArgs { Port = port.Number };
        if (port.Protocol.Transport() is var transport and not "TCP")
        {
            args.Protocol = transport;
        }

        return args;
    }

    private static NetworkPolicyPeerArgs Pods(string service, SystemIdentity system) =>
        new() { PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service, system) } };

    /// <summary>The Prometheus of the stack's monitoring, which has its own namespace.</summary>
    private static NetworkPolicyPeerArgs Prometheus(SystemIdentity system) =>
        new()
        {
            NamespaceSelector = new LabelSelectorArgs
            {
                MatchLabels = { ["kubernetes.io/metadata.name"] = DerivedNames.MonitoringNamespace(system.Namespace) },
            },
            PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector("prometheus", system) },
        };
}
