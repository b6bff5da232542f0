using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Volumes ask for storage classes that the cluster has, as far as it is said which those are.</summary>
internal sealed class StorageClassCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                Check(review, review.Settings.TargetClusters().Where(cluster => cluster.Includes(service.Settings)), volume.StorageClass, service.At("volumes", name, "storageClass"));
            }
        }

        Check(review, review.Settings.TargetClusters(), review.Settings.Monitoring.StorageClass, SettingsPath.Root.Key("monitoring").Key("storageClass"));
    }

    private static void Check(SettingsReview review, IEnumerable<TargetCluster> clusters, string? storageClass, SettingsPath at)
    {
        foreach (var cluster in storageClass is null ? [] : clusters)
        {
            var known = cluster.Settings.StorageClasses;
            if (!known.IsEmpty && !known.Contains(storageClass!))
            {
                review.Reject(at, $"{(cluster.Key is null ? "the cluster" : $"the cluster '{cluster.Key}'")} has no storage class '{storageClass}'", Suggestion.For(storageClass!, known), at, cluster.Path.Key("storageClasses"));
            }
        }
    }
}
