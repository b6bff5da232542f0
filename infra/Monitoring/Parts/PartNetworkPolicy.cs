using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>The network policy of a part.</summary>
internal static class PartNetworkPolicy
{
    private const int Dns = 53;

    public static NetworkPolicy Create(PartSpec part, MonitoringPlan plan, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = new NetworkPolicySpecArgs
        {
            PodSelector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part.Name, plan.System) },
            PolicyTypes = { "Ingress", "Egress" },
        };
        AddIngress(spec, part, plan);
        AddEgress(spec, part, plan);
        return new NetworkPolicy(plan.System.ResourceName(part.Name), new NetworkPolicyArgs { Metadata = metadata, Spec = spec }, options);
    }

    /// <summary>The pods of a part, in whichever of the two namespaces they are.</summary>
    public static NetworkPolicyPeerArgs Peer(string part, MonitoringPlan plan) =>
        new()
        {
            NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = NamespaceFor(part, plan) } },
            PodSelector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part, plan.System) },
        };

    private static void AddIngress(NetworkPolicySpecArgs spec, PartSpec part, MonitoringPlan plan)
    {
        if (part.IsProbedByTls)
        {
            // Its client is the Kubernetes API, which no pod selector matches.
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { Ports = Port(part.Port) });
        }

        var rule = new NetworkPolicyIngressRuleArgs();
        foreach (var caller in part.Callers.Append(PartNames.Prometheus).Distinct(StringComparer.Ordinal).Where(plan.Deploys))
        {
            rule.From.Add(Peer(caller, plan));
        }

        foreach (var (_, port) in part.OtherPorts.Prepend((PartPods.PortName, part.Port)))
        {
            rule.Ports.Add(Port(port));
        }

        spec.Ingress.Add(rule);
        foreach (var client in part.Clients)
        {
            spec.Ingress.Add(
                new NetworkPolicyIngressRuleArgs
                {
                    From = new NetworkPolicyPeerArgs
                    {
                        NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = client.Namespace! } },
                        PodSelector = new LabelSelectorArgs { MatchLabels = client.Labels.ToDictionary() },
                    },
                    Ports = Port(part.Port),
                }
            );
        }
    }

    private static void AddEgress(NetworkPolicySpecArgs spec, PartSpec part, MonitoringPlan plan)
    {
        if (part.ReachesEverything)
        {
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs());
            return;
        }

        spec.Egress.Add(
            new NetworkPolicyEgressRuleArgs
            {
                To = new NetworkPolicyPeerArgs
                {
                    NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = "kube-system" } },
                    PodSelector = new LabelSelectorArgs { MatchLabels = { ["k8s-app"] = "kube-dns" } },
                },
                Ports = { Port(Dns, "UDP"), Port(Dns) },
            }
        );
        foreach (var (callee, port) in part.Callees.Where(callee => plan.Deploys(callee.Part)))
        {
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs { To = Peer(callee, plan), Ports = Port(port) });
        }

        foreach (var port in part.PortsAnywhere)
        {
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs { Ports = Port(port) });
        }
    }

    private static string NamespaceFor(string part, MonitoringPlan plan) =>
        part is PartNames.NodeExporter or PartNames.FluentBit ? plan.AgentsNamespace : plan.Namespace;

    private static NetworkPolicyPortArgs Port(int port, string protocol = "TCP") => new() { Protocol = protocol, Port = port };
}
