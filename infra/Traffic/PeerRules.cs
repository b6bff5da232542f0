using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Traffic;

/// <summary>Rules of network policies for pods that are no service of the stack, and for addresses outside the cluster.</summary>
internal static class PeerRules
{
    private const string Everywhere = "0.0.0.0/0";

    /// <summary>Ranges without public addresses.</summary>
    private static readonly string[] _privateRanges =
    [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "100.64.0.0/10",
    ];

    /// <summary>Lets pods reach a peer.</summary>
    public static NetworkPolicyEgressRuleArgs To(PodPeer peer)
    {
        var rule = new NetworkPolicyEgressRuleArgs { To = Select(peer) };
        if (peer.Port is { } port)
        {
            rule.Ports = new NetworkPolicyPortArgs { Port = port };
        }

        return rule;
    }

    /// <summary>Lets pods reach an address outside the cluster.</summary>
    public static NetworkPolicyEgressRuleArgs To(ExternalAddress address) =>
        new()
        {
            To = new NetworkPolicyPeerArgs { IpBlock = ToIPBlock(address) },
            Ports = new[] { new NetworkPolicyPortArgs { Port = address.Port } },
        };

    /// <summary>Lets a peer reach pods.</summary>
    public static NetworkPolicyIngressRuleArgs From(PodPeer peer)
    {
        var rule = new NetworkPolicyIngressRuleArgs { From = Select(peer) };
        if (peer.Port is { } port)
        {
            rule.Ports = new NetworkPolicyPortArgs { Port = port };
        }

        return rule;
    }

    private static NetworkPolicyPeerArgs Select(PodPeer peer)
    {
        var pods = new NetworkPolicyPeerArgs { PodSelector = new LabelSelectorArgs { MatchLabels = peer.Labels.ToDictionary() } };
        if (peer.Namespace is { } space)
        {
            pods.NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = space } };
        }
        else if (peer.IsElsewhere)
        {
            pods.NamespaceSelector = new LabelSelectorArgs();
        }

        return pods;
    }

    private static IPBlockArgs ToIPBlock(ExternalAddress address) =>
        address.Range is { } range
            ? new IPBlockArgs { Cidr = range.ToString() }
            : new IPBlockArgs { Cidr = Everywhere, Except = _privateRanges };
}
