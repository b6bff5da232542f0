using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Cluster.K3s;

/// <summary>
/// The nodes as Kubernetes knows them. The kubelets register them; here they get their labels, and are awaited until they are ready with
/// the version of the plan. Their deletion removes a node from the cluster before its container stops.
/// </summary>
internal sealed class K3sNodeObjects
{
    private static readonly KeyValuePair<string, string> Force = KeyValuePair.Create("pulumi.com/patchForce", "true");

    private readonly K3sPlan _plan;
    private readonly SystemIdentity _system;
    private readonly K3sCluster _cluster;
    private readonly Provider _provider;

    public K3sNodeObjects(K3sPlan plan, SystemIdentity system, K3sCluster cluster, Provider provider)
    {
        _plan = plan;
        _system = system;
        _cluster = cluster;

        // The kubelets have created the objects: they are taken over.
        _provider = new Provider(
            system.ResourceName("nodes"),
            new ProviderArgs
            {
                KubeConfig = cluster.Kubeconfig,
                ClusterIdentifier = ClusterProvider.Identify(plan),
                UpsertExistingObjects = true,
            },
            new CustomResourceOptions { Parent = cluster, DependsOn = provider }
        );
    }

    /// <summary>
    /// The taints of a node that has joined. Kubelets set them at the first registration only. The list is written as a whole, an empty
    /// one too, and only now: an earlier one would drop the taint by which the cloud controller finds nodes to initialize.
    /// </summary>
    public CustomResource CreateTaints(K3sNode node, Node joined) =>
        new(
            "kubernetes:core/v1:NodePatch",
            _system.ResourceName($"taints-{node.Name}"),
            new DictionaryResourceArgs(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Node",
                    ["metadata"] = ImmutableDictionary.CreateRange<string, object?>([
                        KeyValuePair.Create("name", (object?)node.Name),
                        KeyValuePair.Create("annotations", (object?)ImmutableDictionary.CreateRange([Force])),
                    ]),
                    ["spec"] = ImmutableDictionary.CreateRange([
                        KeyValuePair.Create("taints", (object?)node.Taints.Select(Describe).ToImmutableArray()),
                    ]),
                }.ToImmutableDictionary(StringComparer.Ordinal)
            ),
            new CustomResourceOptions
            {
                Parent = _cluster,
                Provider = _provider,
                DependsOn = joined,
                DeletedWith = joined,
            }
        );

    public Node Create(K3sNode node, Resource container) =>
        new(
            _system.ResourceName($"node-{node.Name}"),
            new NodeArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = node.Name,
                    Labels = node.Labels.ToDictionary(),
                    Annotations =
                    {
                        ["pulumi.com/waitFor"] = $"[\"jsonpath={{.status.nodeInfo.kubeletVersion}}={_plan.Version}\",\"condition=Ready\"]",

                        // A label that the kubelet set at its registration is changed here later.
                        [Force.Key] = Force.Value,
                    },
                },
            },
            new CustomResourceOptions
            {
                Parent = _cluster,
                Provider = _provider,
                DependsOn = container,

                // The last server cannot leave etcd, and K3s would never let go of its Node. The cluster is not replaced in an upgrade,
                // as a container is, so that Nodes outlast it.
                DeletedWith = _cluster,
            }
        );

    private static ImmutableDictionary<string, string> Describe(TaintSettings taint)
    {
        var fields = ImmutableDictionary<string, string>.Empty.Add("key", taint.Key).Add("effect", taint.Effect.ToString());
        return taint.Value is { } value ? fields.Add("value", value) : fields;
    }
}
