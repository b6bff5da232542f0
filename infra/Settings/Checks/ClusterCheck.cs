using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Checks;

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
        var known = new Dictionary<string, LandingSite>(StringComparer.Ordinal);
        foreach (var site in review.Settings.LandingSites())
        {
            if (site.Member is { Region.Length: 0 })
            {
                review.Reject(site.Path.Key("region"), "the region has no name", "write it as DNS and people know it, such as eu-central-1");
            }

            if (site.Cluster.Kind == ClusterKind.Simulated && site.SimulatedName(review.Stack) is var name && !KubernetesNames.IsLabel(name))
            {
                review.Reject(site.Path, $"'{name}' cannot name a simulated cluster", $"write 'name: {KubernetesNames.ToLabel(name)}', or another of at most {KubernetesNames.LabelLength} characters");
            }

            if (!known.TryAdd(Destination(site, review.Stack), site))
            {
                var other = known[Destination(site, review.Stack)];
                review.Reject(site.Path, $"this is the same cluster as '{other.Name}'", site.Cluster.Kind == ClusterKind.Simulated ? "give the two different names" : "give the two different contexts or kubeconfigs", site.Path, other.Path);
            }
        }
    }

    /// <summary>Where the settings lead; what a kubeconfig says is not looked at.</summary>
    private static string Destination(LandingSite site, string stack) => site.Cluster.Kind == ClusterKind.Simulated
        ? $"simulated {site.SimulatedName(stack)}"
        : $"existing {site.Cluster.Kubeconfig} {site.Cluster.Context}";
}
