using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that a stack has target clusters, and that they differ from each other.</summary>
internal sealed class ClusterCheck : ISettingsCheck
{
    private static readonly SettingsPath ClusterPath = SettingsPath.Root.Key("cluster");
    private static readonly SettingsPath ClustersPath = SettingsPath.Root.Key("clusters");

    public void Check(SettingsReview review)
    {
        var settings = review.Settings;
        if (settings.Cluster is not null && review.ClusterNames.Count > 0)
        {
            review.Reject(ClustersPath, "the stack sets both 'cluster' and 'clusters'", "remove one of the two", ClusterPath, ClustersPath);
        }
        else if (settings.Cluster is null && review.ClusterNames.Count == 0)
        {
            var isNew = review.Sources.StackFile.Text is null;
            review.RejectInStackFile(
                ClusterPath,
                isNew ? "this file does not exist, so the stack has no cluster to deploy to" : "the stack has no cluster to deploy to",
                $"{(isNew ? "create it with" : "write")} 'config: {{infra:cluster: {{kind: simulated}}}}', or '{{kind: existing, context: <context of the kubeconfig>}}'; 'infra:clusters' for several",
                ClusterPath,
                ClustersPath
            );
        }

        CheckWeights(review);
        CheckNames(review);
    }

    private static void CheckWeights(SettingsReview review)
    {
        if (review.Settings.Clusters.Count > 0 && review.Settings.Clusters.Values.All(cluster => cluster.Weight == 0))
        {
            review.Reject(
                ClustersPath,
                "all clusters have weight 0, so no request from outside reaches any of them",
                "give one of them a weight above 0"
            );
        }
    }

    private static void CheckNames(SettingsReview review)
    {
        var known = new Dictionary<string, TargetCluster>(StringComparer.Ordinal);
        foreach (var cluster in review.Settings.TargetClusters())
        {
            if (cluster.Member is { Region.Length: 0 })
            {
                review.Reject(cluster.Path.Key("region"), "the region is empty", "write the name of the region, such as eu-central-1");
            }

            var isSimulated = cluster.Settings.Kind == ClusterKind.Simulated;
            if (isSimulated && cluster.SimulatedName(review.Stack) is var name && !KubernetesNames.IsLabel(name))
            {
                review.Reject(
                    cluster.Path,
                    $"'{name}' is not a valid name of a simulated cluster",
                    $"write 'name: {KubernetesNames.ToLabel(name)}', or another of at most {KubernetesNames.LabelLength} characters"
                );
            }

            if (!KubernetesNames.IsDnsName(cluster.Settings.ClusterDomain))
            {
                review.Reject(
                    cluster.Path.Key("clusterDomain"),
                    $"'{cluster.Settings.ClusterDomain}' is not a DNS domain",
                    "write it without a dot at either end, such as cluster.local"
                );
            }

            if (!known.TryAdd(Destination(cluster, review.Stack), cluster))
            {
                var other = known[Destination(cluster, review.Stack)];
                review.Reject(
                    cluster.Path,
                    $"this is the same cluster as '{other.Key}'",
                    isSimulated ? "give them different names" : "give them different contexts or kubeconfigs",
                    cluster.Path,
                    other.Path
                );
            }
        }
    }

    /// <summary>Identifies the cluster by the settings only, without reading kubeconfigs.</summary>
    private static string Destination(TargetCluster cluster, string stack) =>
        cluster.Settings.Kind switch
        {
            ClusterKind.Simulated => $"simulated {cluster.SimulatedName(stack)}",
            ClusterKind.K3s => $"k3s {cluster.Key}",
            _ => $"existing {cluster.Settings.Kubeconfig} {cluster.Settings.Context}",
        };
}
