using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that services are deployed to clusters of the stack, together with the services they need.</summary>
internal sealed class ServiceClusterCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckNames(service);
            for (var i = 0; i < service.Settings.Calls.Length; i++)
            {
                CheckIsDeployedWith(service, service.Settings.Calls[i].Service, service.At("calls").Item(i));
            }

            for (var i = 0; i < service.Settings.After.Length; i++)
            {
                CheckIsDeployedWith(service, service.Settings.After[i], service.At("after").Item(i));
            }

            if (service.Settings.Traffic.Failover is { } failover)
            {
                CheckIsDeployedWith(service, failover, service.At("traffic", "failover"));
            }
        }

        CheckHosts(review);
        WarnAboutEmptyClusters(review);
    }

    private static void CheckNames(ServiceUnderReview service)
    {
        var (at, known) = (service.At("clusters"), service.Review.ClusterNames);
        if (service.Settings.Clusters is not { } named)
        {
            return;
        }

        if (known.Count == 0)
        {
            service.Reject(at, "this stack has only one cluster", "remove it, or set it in the file of a stack with 'clusters'");
            return;
        }

        if (named.IsEmpty)
        {
            service.Reject(
                at,
                "the list is empty, so the service is not deployed to any cluster",
                "name a cluster, remove the setting for all of them, or set the service to null to leave it out"
            );
        }

        for (var i = 0; i < named.Length; i++)
        {
            if (!known.Contains(named[i]))
            {
                service.Reject(at.Item(i), $"there is no cluster '{named[i]}'", Suggestion.For(named[i], known));
            }
            else if (named.IndexOf(named[i]) < i)
            {
                service.Reject(at.Item(i), $"'{named[i]}' is listed twice", "remove one");
            }
        }
    }

    private static void CheckIsDeployedWith(ServiceUnderReview service, string other, SettingsPath path)
    {
        if (!service.Review.Settings.Services.TryGetValue(other, out var target))
        {
            return;
        }

        string[] missing =
        [
            .. service
                .Review.Settings.TargetClusters()
                .Where(cluster => cluster.Includes(service.Settings) && !cluster.Includes(target))
                .Select(cluster => $"'{cluster.Key}'"),
        ];
        if (missing.Length > 0)
        {
            service.Reject(
                path,
                $"'{other}' is not deployed to {string.Join(" and ", missing)}, where '{service.Name}' needs it",
                $"deploy '{other}' there too, or '{service.Name}' to fewer clusters",
                path,
                service.At("clusters"),
                SettingsPath.Root.Key("services").Key(other).Key("clusters")
            );
        }
    }

    private static void CheckHosts(SettingsReview review)
    {
        var routes = review
            .Services()
            .SelectMany(service =>
                service.Settings.Traffic.Hosts.Select(
                    (host, position) => (Host: host, Service: service, At: service.At("traffic", "hosts").Item(position))
                )
            );
        foreach (var host in routes.GroupBy(host => host.Host, StringComparer.Ordinal))
        {
            var clusters = review
                .Settings.TargetClusters()
                .Where(cluster => host.Any(route => cluster.Includes(route.Service.Settings)))
                .ToArray();

            // If all clusters of the stack have weight 0, ClusterCheck reports it.
            var areSome = clusters.Length > 0 && clusters.Length < review.Settings.Clusters.Count;
            if (areSome && clusters.All(cluster => cluster.Member is { Weight: 0 }))
            {
                var first = host.First();
                review.Reject(
                    first.At,
                    $"all clusters that answer for '{first.Host}' have weight 0",
                    "give one of them a weight above 0, or deploy the service to another",
                    first.Service.At("clusters")
                );
            }
        }
    }

    private static void WarnAboutEmptyClusters(SettingsReview review)
    {
        foreach (var cluster in review.Settings.TargetClusters())
        {
            if (cluster.Key is not null && review.Settings.Services.Count > 0 && !review.Settings.Services.Values.Any(cluster.Includes))
            {
                review.Warn(cluster.Path, "no service is deployed to this cluster", "name it in the 'clusters' of a service, or remove it");
            }
        }
    }
}
