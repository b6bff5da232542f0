using System.Net;
using System.Net.Sockets;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Traffic;

/// <summary>The egress rules for name servers other than the cluster's, which the namespace's policy allows.</summary>
internal static class DnsEgress
{
    private const int Port = 53;

    public static IEnumerable<NetworkPolicyEgressRuleArgs> Create(PodPlan pod)
    {
        if (!pod.Dns.Nameservers.IsEmpty)
        {
            yield return new NetworkPolicyEgressRuleArgs { To = pod.Dns.Nameservers.Select(Peer).ToArray(), Ports = Ports() };
        }

        if (pod.Dns.Policy == DnsPolicy.Default)
        {
            // The nodes' resolvers have no address that is known here.
            yield return new NetworkPolicyEgressRuleArgs { Ports = Ports() };
        }
    }

    private static NetworkPolicyPeerArgs Peer(string address) =>
        new()
        {
            IpBlock = new IPBlockArgs
            {
                Cidr = IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetwork ? $"{address}/32" : $"{address}/128",
            },
        };

    private static NetworkPolicyPortArgs[] Ports() =>
        [new NetworkPolicyPortArgs { Port = Port, Protocol = "UDP" }, new NetworkPolicyPortArgs { Port = Port, Protocol = "TCP" }];
}
