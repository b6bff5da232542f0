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
/// store's clients at its port, its pods among each other and the operator at theirs, and the API of Kubernetes.
/// </summary>
internal static class StoreNetworkPolicy
{
    /// <summary>Creates a policy for each group of pods; none for a store whose pods are in another namespace.</summary>
    public static IReadOnlyList<Resource> Create(StorePlan store, SystemIdentity system, StoreMetadata metadata, ProviderResource provider)
    {
        var network = store.Operator!.GetNetwork(store.Name);
        return
        [
            .. network.Groups.Select(
                (group, position) =>
                {
                    var name = StoreNames.Policy(store.Name, position);
                    return new NetworkPolicy(
                        metadata.ResourceName(name),
                        new NetworkPolicyArgs { Metadata = metadata.Create(name), Spec = Allow(group, network, store, system) },
                        new CustomResourceOptions { Provider = provider }
                    );
                }
            ),
        ];
    }

    private static NetworkPolicySpecArgs Allow(PodGroup group, StoreNetwork network, StorePlan store, SystemIdentity system)
    {
        var spec = new NetworkPolicySpecArgs { PodSelector = Select(group), PolicyTypes = { "Ingress", "Egress" } };
        ConnectToOthers(spec, group, network);
        if (group.CallApi)
        {
            // No pod has the address of the API server, so the rule can only name its ports.
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs { Ports = Ports(KubernetesApi.Ports) });
        }

        if (group.Labels.SequenceEqual(network.Pods) && network.ClientPort is { } port)
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

        if (group.AreServers && store.HasBackupJobs && network.BackupPort is { } backupPort)
        {
            spec.Ingress.Add(new NetworkPolicyIngressRuleArgs { From = GetBackupJobs(store, system), Ports = Ports([backupPort]) });
        }

        if (store.Backup is { } backup && group.ReachBucket)
        {
            AddBucket(spec, backup.Reach);
        }

        if (group.AreServers && !network.Operators.IsEmpty)
        {
            spec.Ingress.Add(
                new NetworkPolicyIngressRuleArgs
                {
                    From = network.Operators.Select(pods => SelectIn(store.OperatorNamespace, pods)).ToArray(),
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

    /// <summary>Lets the pods of a store reach each other where they listen.</summary>
    private static void ConnectToOthers(NetworkPolicySpecArgs spec, PodGroup group, StoreNetwork network)
    {
        if (!group.Ports.IsEmpty)
        {
            spec.Ingress.Add(
                new NetworkPolicyIngressRuleArgs { From = network.Groups.Select(SelectPods).ToArray(), Ports = Ports(group.Ports) }
            );
        }

        foreach (var other in network.Groups.Where(other => !other.Ports.IsEmpty))
        {
            spec.Egress.Add(new NetworkPolicyEgressRuleArgs { To = SelectPods(other), Ports = Ports(other.Ports) });
        }
    }

    private static NetworkPolicyPeerArgs SelectPods(PodGroup group) => new() { PodSelector = Select(group) };

    private static LabelSelectorArgs Select(PodGroup group)
    {
        var selector = new LabelSelectorArgs { MatchLabels = group.Labels.ToDictionary() };
        if (group.Without is { } other)
        {
            selector.MatchExpressions.Add(
                new LabelSelectorRequirementArgs
                {
                    Key = other.Key,
                    Operator = "NotIn",
                    Values = other.Values.ToArray(),
                }
            );
        }

        return selector;
    }

    /// <summary>Selects pods of a namespace; of any, if it is null.</summary>
    private static NetworkPolicyPeerArgs SelectIn(string? operatorNamespace, ImmutableSortedDictionary<string, string> pods)
    {
        var namespaces = new LabelSelectorArgs();
        if (operatorNamespace is not null)
        {
            namespaces.MatchLabels.Add("kubernetes.io/metadata.name", operatorNamespace);
        }

        return new NetworkPolicyPeerArgs
        {
            PodSelector = new LabelSelectorArgs { MatchLabels = pods.ToDictionary() },
            NamespaceSelector = namespaces,
        };
    }

    private static NetworkPolicyPortArgs[] Ports(IEnumerable<PortRange> ranges) =>
        [
            .. ranges.Select(range =>
                range.First == range.Last
                    ? new NetworkPolicyPortArgs { Port = range.First }
                    : new NetworkPolicyPortArgs { Port = range.First, EndPort = range.Last }
            ),
        ];

    private static NetworkPolicyPortArgs[] Ports(IEnumerable<int> ports) =>
        [.. ports.Select(port => new NetworkPolicyPortArgs { Port = port })];
}
