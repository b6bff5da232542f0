using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Every service lands on a cluster of the stack, and so does what it needs there.</summary>
internal sealed class ServiceClusterCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckNames(service);
            for (var i = 0; i < service.Settings.Calls.Length; i++)
            {
                CheckCompany(service, service.Settings.Calls[i], service.At("calls").Item(i));
            }

            if (service.Settings.Traffic.Failover is { } standIn)
            {
                CheckCompany(service, standIn, service.At("traffic", "failover"));
            }
        }

        CheckHosts(review);
        WarnOfEmptyClusters(review);
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
            service.Reject(at, "this stack has one cluster, so there is no choice", "remove it, or say it in the file of the stack that has 'clusters'");
            return;
        }

        if (named.IsEmpty)
        {
            service.Reject(at, "the service lands on no cluster", "name one, remove the setting for all of them, or set the service to null to leave it out");
        }

        for (var i = 0; i < named.Length; i++)
        {
            if (!known.Contains(named[i]))
            {
                service.Reject(at.Item(i), $"there is no cluster '{named[i]}'", Suggestion.For(named[i], known));
            }
            else if (named.IndexOf(named[i]) < i)
            {
                service.Reject(at.Item(i), $"'{named[i]}' is named twice", "remove one of the two");
            }
        }
    }

    private static void CheckCompany(ServiceUnderReview service, string other, SettingsPath path)
    {
        if (!service.Review.Settings.Services.TryGetValue(other, out var target))
        {
            return;
        }

        string[] alone = [.. service.Review.Settings.TargetClusters().Where(cluster => cluster.Includes(service.Settings) && !cluster.Includes(target)).Select(cluster => $"'{cluster.Key}'")];
        if (alone.Length > 0)
        {
            service.Reject(
                path,
                $"'{other}' does not land on {string.Join(" and ", alone)}, where '{service.Name}' does, and there is no way to it from there",
                $"let '{other}' land there too, or '{service.Name}' on fewer clusters",
                path,
                service.At("clusters"),
                SettingsPath.Root.Key("services").Key(other).Key("clusters"));
        }
    }

    private static void CheckHosts(SettingsReview review)
    {
        var hosts = review.Services().SelectMany(service => service.Settings.Traffic.Hosts.Select((host, position) => (Host: host, Service: service, At: service.At("traffic", "hosts").Item(position))));
        foreach (var host in hosts.GroupBy(host => host.Host, StringComparer.Ordinal))
        {
            var clusters = review.Settings.TargetClusters().Where(cluster => host.Any(route => cluster.Includes(route.Service.Settings))).ToArray();

            // Where the weights of all clusters sum to nothing, that is the fault.
            if (clusters.Length > 0 && clusters.Length < review.Settings.Clusters.Count && clusters.All(cluster => cluster.Member is { Weight: 0 }))
            {
                var first = host.First();
                review.Reject(first.At, $"the weights of the clusters that answer to '{first.Host}' sum to nothing", "give one of them a weight above 0, or let the service land on another", first.Service.At("clusters"));
            }
        }
    }

    private static void WarnOfEmptyClusters(SettingsReview review)
    {
        foreach (var cluster in review.Settings.TargetClusters())
        {
            if (cluster.Key is not null && review.Settings.Services.Count > 0 && !review.Settings.Services.Values.Any(cluster.Includes))
            {
                review.Warn(cluster.Path, "no service lands on this cluster", "name it in the 'clusters' of a service, or remove it");
            }
        }
    }
}
