using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>The stack says where it lands: on one cluster, or on several that are not the same.</summary>
internal sealed class ClusterCheck : ISettingsCheck
{
    private static readonly SettingsPath One = SettingsPath.Root.Key("cluster");
    private static readonly SettingsPath Several = SettingsPath.Root.Key("clusters");

    public void Check(SettingsReview review)
    {
        var settings = review.Settings;
        if (settings.Cluster is not null && review.ClusterNames.Count > 0)
        {
            review.Reject(Several, "the stack names one cluster and several", "remove 'cluster' or 'clusters'", One, Several);
        }
        else if (settings.Cluster is null && review.ClusterNames.Count == 0)
        {
            review.Reject(
                One,
                "the stack does not say which cluster it lands on",
                "write 'infra:cluster: {kind: simulated}', or '{kind: existing, context: <context of the kubeconfig>}', in the stack's file; 'infra:clusters' for several",
                One,
                Several);
        }

        CheckWeights(review);
        CheckNames(review);
    }

    private static void CheckWeights(SettingsReview review)
    {
        if (review.Settings.Clusters.Count > 0 && review.Settings.Clusters.Values.All(cluster => cluster.Weight == 0))
        {
            review.Reject(Several, "the weights of the clusters sum to nothing, so no request from outside reaches any", "give one of them a weight above 0");
        }
    }

    private static void CheckNames(SettingsReview review)
    {
        var known = new Dictionary<string, TargetCluster>(StringComparer.Ordinal);
        foreach (var cluster in review.Settings.TargetClusters())
        {
            if (cluster.Member is { Region.Length: 0 })
            {
                review.Reject(cluster.Path.Key("region"), "the region has no name", "write it as DNS and people know it, such as eu-central-1");
            }

            if (cluster.Settings.Kind == ClusterKind.Simulated && cluster.SimulatedName(review.Stack) is var name && !KubernetesNames.IsLabel(name))
            {
                review.Reject(cluster.Path, $"'{name}' cannot name a simulated cluster", $"write 'name: {KubernetesNames.ToLabel(name)}', or another of at most {KubernetesNames.LabelLength} characters");
            }

            if (!KubernetesNames.IsSubdomain(cluster.Settings.ClusterDomain))
            {
                review.Reject(
                    cluster.Path.Key("clusterDomain"),
                    $"'{cluster.Settings.ClusterDomain}' is not a DNS domain",
                    "write it without a dot at either end, such as cluster.local");
            }

            if (!known.TryAdd(Destination(cluster, review.Stack), cluster))
            {
                var other = known[Destination(cluster, review.Stack)];
                review.Reject(cluster.Path, $"this is the same cluster as '{other.Key}'", cluster.Settings.Kind == ClusterKind.Simulated ? "give the two different names" : "give the two different contexts or kubeconfigs", cluster.Path, other.Path);
            }
        }
    }

    /// <summary>Where the settings lead; what a kubeconfig says is not looked at.</summary>
    private static string Destination(TargetCluster cluster, string stack) => cluster.Settings.Kind == ClusterKind.Simulated
        ? $"simulated {cluster.SimulatedName(stack)}"
        : $"existing {cluster.Settings.Kubeconfig} {cluster.Settings.Context}";
}
