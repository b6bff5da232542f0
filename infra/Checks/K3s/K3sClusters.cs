using Infra.Backend.Settings;

namespace Infra.Backend.Checks.K3s;

/// <summary>Finds the clusters that the stack creates.</summary>
internal static class K3sClusters
{
    /// <summary>The target clusters of kind K3s.</summary>
    public static IEnumerable<TargetCluster> Find(SettingsReview review) =>
        review.Settings.TargetClusters().Where(cluster => cluster.Settings.Kind == ClusterKind.K3s);
}
