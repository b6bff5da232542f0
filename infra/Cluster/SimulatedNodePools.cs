using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Cluster;

/// <summary>The node pools of a simulated cluster: ConfigMaps that the cluster reads (docs/simulated-nodes.md).</summary>
internal static class SimulatedNodePools
{
    private const string Namespace = "kube-system";
    private const string Label = "simulator.infra/node-pool";

    public static void Create(ClusterSettings cluster, SystemIdentity system, ProviderResource provider)
    {
        if (cluster.Kind != ClusterKind.Simulated)
        {
            return;
        }

        foreach (var (name, pool) in cluster.Pools)
        {
            var objectName = $"node-pool-{name}";
            _ = new ConfigMap(
                system.ResourceName(objectName),
                new ConfigMapArgs
                {
                    Metadata = new ObjectMetaArgs
                    {
                        Name = objectName,
                        Namespace = Namespace,
                        Labels = { [Label] = name },
                    },
                    Data = Describe(pool),
                },
                new CustomResourceOptions { Provider = provider }
            );
        }
    }

    private static InputMap<string> Describe(NodePoolSettings pool)
    {
        var data = new InputMap<string> { ["size"] = Format(pool.NodeCount) };
        Add("zones", string.Join(',', pool.ZonesInTurn));
        Add("labels", string.Join(',', pool.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")));
        Add("taints", string.Join(',', pool.Taints.Select(Format)));
        Add("runtimes", string.Join(',', pool.Runtimes));
        Add("maxPods", pool.MaxPods is { } pods ? Format(pods) : "");
        Add("cpu", pool.Cpu?.ToString() ?? "");
        Add("memory", pool.Memory?.ToString() ?? "");
        return data;

        void Add(string key, string value)
        {
            if (value.Length > 0)
            {
                data[key] = value;
            }
        }
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Format(TaintSettings taint) => $"{taint.Key}{(taint.Value is null ? "" : $"={taint.Value}")}:{taint.Effect}";
}
