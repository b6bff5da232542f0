using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Checks;

/// <summary>Volumes ask for storage classes that the cluster has, as far as it is said which those are.</summary>
internal sealed class StorageClassCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                Check(review, review.Settings.LandingSites().Where(site => site.Has(service.Settings)), volume.StorageClass, service.At("volumes", name, "storageClass"));
            }
        }

        Check(review, review.Settings.LandingSites(), review.Settings.Monitoring.StorageClass, SettingsPath.Root.Key("monitoring").Key("storageClass"));
    }

    private static void Check(SettingsReview review, IEnumerable<LandingSite> sites, string? storageClass, SettingsPath at)
    {
        foreach (var site in storageClass is null ? [] : sites)
        {
            var known = site.Cluster.StorageClasses;
            if (!known.IsEmpty && !known.Contains(storageClass!))
            {
                review.Reject(at, $"{(site.Name is null ? "the cluster" : $"the cluster '{site.Name}'")} has no storage class '{storageClass}'", Suggestion.For(storageClass!, known), at, site.Path.Key("storageClasses"));
            }
        }
    }
}
