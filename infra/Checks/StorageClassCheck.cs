using System.Collections.Immutable;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the clusters have the storage classes of volumes, where the classes of a cluster are listed.</summary>
internal sealed class StorageClassCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                var clusters = review.Settings.TargetClusters().Where(cluster => cluster.Includes(service.Settings));
                Check(review, clusters, volume.StorageClass, service.At("volumes", name, "storageClass"));
            }
        }

        foreach (var (name, volume) in review.Settings.Volumes)
        {
            Check(
                review,
                review.Settings.TargetClusters(),
                volume.StorageClass,
                SettingsPath.Root.Key("volumes").Key(name).Key("storageClass")
            );
        }

        var monitoring = SettingsPath.Root.Key("monitoring").Key("storageClass");
        Check(review, review.Settings.TargetClusters(), review.Settings.Monitoring.StorageClass, monitoring);
    }

    private static void Check(SettingsReview review, IEnumerable<TargetCluster> clusters, string? storageClass, SettingsPath at)
    {
        foreach (var cluster in storageClass is null ? [] : clusters)
        {
            var listed = cluster.Settings.StorageClasses;
            ImmutableArray<string> known =
            [
                .. listed,
                .. AddonContents.FindStorageClasses(cluster.Settings.Addons.All.SelectMany(addon => addon.Settings.Objects)),
            ];
            if (!listed.IsEmpty && !known.Contains(storageClass!))
            {
                review.Reject(
                    at,
                    $"{(cluster.Key is null ? "the cluster" : $"the cluster '{cluster.Key}'")} has no storage class '{storageClass}'",
                    Suggestion.For(storageClass!, known),
                    at,
                    cluster.Path.Key("storageClasses")
                );
            }
        }
    }
}
