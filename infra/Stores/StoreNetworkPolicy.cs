using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Traffic;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Backend.Stores;

/// <summary>
/// The network policies of the pods that an operator runs for a store. The namespace's policies deny all traffic they do not allow: the
/// store's clients at its port, its pods among each other, the operator, and the API of Kubernetes.
/// </summary>
internal static class StoreNetworkPolicy
{
    /// <summary>Creates a policy for each group of pods; none for a store whose pods are in another namespace.</summary>
    public static IReadOnlyList<Resource> Create(StorePlan store, SystemIdentity system, StoreMetadata metadata, ProviderResource provider)
    {
        var network = store.Operator!.GetNetwork(store.Name);
        return
        [
            .. network.Members.Select(
                (pods, position) =>
                {
                    var name = StoreNames.Policy(store.Name, position);
                    return new NetworkPolicy(
                        metadata.ResourceName(name),
                        new NetworkPolicyArgs { Metadata = metadata.Create(name), Spec = Allow(pods, network, store, system) },
                        new CustomResourceOptions { Provider = provider }
                    );
                }
            ),
        ];
    }

    private static NetworkPolicySpecArgs Allow(
        ImmutableSortedDictionary<string, string> pods,
        StoreNetwork network,
        StorePlan store,
        SystemIdentity system
    )
    {
        NetworkPolicyPeerArgs[] members = [.. network.Members.Select(Select)];
        var spec = new NetworkPolicySpecArgs
        {
            PodSelector = new LabelSelectorArgs { MatchLabels = pods.ToDictionary() },
            PolicyTypes = { "Ingress", "Egress" },
            Ingress = { new NetworkPolicyIngressRuleArgs { From = members } },
            Egress =
            {
                new NetworkPolicyEgressRuleArgs { To = members },
                // No pod has the address of the API server, so the rule can only name its ports.
                new NetworkPolicyEgressRuleArgs { Ports = Ports(KubernetesApi.Ports) },
            },
        };
        if (pods.SequenceEqual(network.Pods) && network.ClientPort is { } port)
        {
            if (GetClients(store, system) is { Length: > 0 } clients)
            {
                spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = clients, Ports = Ports([port]) });
            }

            foreach (var reader in store.Readers)
            {
                spec.Ingress.Add(PeerRules.From(reader));
            }
        }

        if (store.HasBackupJobs && network.BackupPort is { } backupPort)
        {
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = GetBackupJobs(store, system), Ports = Ports([backupPort]) });
        }

        if (store.Backup is { } backup && network.Uploaders.Any(pods.SequenceEqual))
        {
            AddBucket(spec, backup.Reach);
        }

        if (!network.Operators.IsEmpty)
        {
            spec.Ingress.Add(
                new NetworkPolicyIngressRuleArgs
                {
                    From = network.Operators.Select(InAnyNamespace).ToArray(),
                    Ports = Ports(network.OperatorPorts),
                }
            );
        }

        return spec;
    }

    /// <summary>The services that use the store, and the job that prepares it for them.</summary>
    private static NetworkPolicyPeerArgs[] GetClients(StorePlan store, SystemIdentity system) =>
        [
            .. store
                .Users.Select(user => user.Service)
                .Concat(store.Job is { } job ? [job] : [])
                .Concat(store.Client is { } client ? [client] : [])
                .Select(service => new NetworkPolicyPeerArgs
                {
                    PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service, system) },
                }),
        ];

    /// <summary>The jobs that back the store up and restore it.</summary>
    private static NetworkPolicyPeerArgs[] GetBackupJobs(StorePlan store, SystemIdentity system) =>
        [
            .. new[] { StoreNames.Backup(store.Name), StoreNames.Restore(store.Name) }.Select(job => new NetworkPolicyPeerArgs
            {
                PodSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(job, system) },
            }),
        ];

    private static void AddBucket(NetworkPolicySpecArgs spec, BucketReach reach)
    {
        if (reach.Pods is { } servers)
        {
            spec.Egress.Add(PeerRules.To(servers));
        }

        foreach (var address in reach.Addresses)
        {
            spec.Egress.Add(PeerRules.To(address));
        }
    }

    private static NetworkPolicyPeerArgs Select(ImmutableSortedDictionary<string, string> pods) =>
        new() { PodSelector = new LabelSelectorArgs { MatchLabels = pods.ToDictionary() } };

    private static NetworkPolicyPeerArgs InAnyNamespace(ImmutableSortedDictionary<string, string> pods)
    {
        var peer = Select(pods);
        peer.NamespaceSelector = new LabelSelectorArgs();
        return peer;
    }

    private static NetworkPolicyPortArgs[] Ports(IEnumerable<int> ports) =>
        [.. ports.Select(port => new NetworkPolicyPortArgs { Port = port })];
}
