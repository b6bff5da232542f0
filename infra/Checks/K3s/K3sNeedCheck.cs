using System.Collections.Immutable;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.K3s;

/// <summary>
/// Warns of what the stack needs of a cluster of K3s, and neither K3s nor the stack brings. The settings alone are judged, in every run: a
/// preview asks other clusters, and this one when it is there.
/// </summary>
internal sealed class K3sNeedCheck : ISettingsCheck
{
    private const string OwnMetrics = "metrics-server";
    private const string OwnIngress = "traefik";
    private const string OwnStorage = "local-storage";
    private const string OwnStorageClass = "local-path";

    public void Check(SettingsReview review)
    {
        foreach (var cluster in K3sClusters.Find(review))
        {
            ImmutableArray<ManifestObject> objects =
            [
                .. review.Settings.ManifestObjects,
                .. cluster.Settings.Addons.All.SelectMany(addon => addon.Settings.Objects),
            ];
            CheckMetrics(review, cluster, objects);
            CheckIngressClass(review, cluster, objects);
            CheckStorageClasses(review, cluster, objects);
        }
    }

    private static void CheckMetrics(SettingsReview review, TargetCluster cluster, ImmutableArray<ManifestObject> objects)
    {
        string[] scaled =
        [
            .. review
                .Services()
                .Where(service => cluster.Includes(service.Settings) && NeedsMetrics(service.Settings.Scaling))
                .Select(service => $"'{service.Name}'"),
        ];
        if (scaled.Length > 0 && IsDisabled(cluster, OwnMetrics) && !AddonContents.ServesMetrics(objects))
        {
            review.Warn(
                cluster.Path.Key("disable"),
                $"without {OwnMetrics}, nothing measures the pods of {string.Join(", ", scaled)}, which scale by that",
                $"bring one with 'addons: {{metricsServer: …}}', or remove {OwnMetrics} here"
            );
        }
    }

    private static bool NeedsMetrics(ScalingSettings? scaling) =>
        scaling is not null && (scaling.ScalesOnCpu || scaling.Memory is not null || scaling.Containers.Count > 0);

    private static void CheckIngressClass(SettingsReview review, TargetCluster cluster, ImmutableArray<ManifestObject> objects)
    {
        var balancing = review.Settings.LoadBalancing;
        if (balancing is not { Backend: LoadBalancer.Ingress, IngressClass: { } name })
        {
            return;
        }

        string[] known = [.. AddonContents.FindIngressClasses(objects), .. IsDisabled(cluster, OwnIngress) ? [] : new[] { OwnIngress }];
        if (!known.Contains(name, StringComparer.Ordinal))
        {
            review.Warn(
                SettingsPath.Root.Key("loadBalancing").Key("ingressClass"),
                $"neither K3s nor the stack brings the class '{name}'",
                "bring its controller with 'addons: {ingress: …}', or name a class that is there"
            );
        }
    }

    private static void CheckStorageClasses(SettingsReview review, TargetCluster cluster, ImmutableArray<ManifestObject> objects)
    {
        string[] known =
        [
            .. cluster.Settings.StorageClasses,
            .. AddonContents.FindStorageClasses(objects),
            .. IsDisabled(cluster, OwnStorage) ? [] : new[] { OwnStorageClass },
        ];
        var shared = SettingsPath.Root.Key("volumes");
        var volumes = review
            .Services()
            .Where(service => cluster.Includes(service.Settings))
            .SelectMany(service =>
                service.Settings.Volumes.Select(volume =>
                    (At: service.At("volumes", volume.Key, "storageClass"), volume.Value.StorageClass)
                )
            )
            .Concat(review.Settings.Volumes.Select(volume => (At: shared.Key(volume.Key).Key("storageClass"), volume.Value.StorageClass)))
            .Append((SettingsPath.Root.Key("monitoring").Key("storageClass"), review.Settings.Monitoring.StorageClass));
        foreach (var (at, name) in cluster.Settings.StorageClasses.IsEmpty ? volumes : [])
        {
            if (name is { Length: > 0 } && !known.Contains(name, StringComparer.Ordinal))
            {
                review.Warn(
                    at,
                    $"neither K3s nor the stack brings the class '{name}'",
                    "bring its driver with 'addons: {csiDriver: …}', or name a class that is there"
                );
            }
        }
    }

    private static bool IsDisabled(TargetCluster cluster, string component) =>
        cluster.Settings.Disable.Contains(component, StringComparer.Ordinal);
}
