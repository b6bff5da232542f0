using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that a service whose pods may all stop is started again, and that no client misses them meanwhile.</summary>
internal sealed class ScaleToZeroCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Scaling is { } scaling && MayReachZero(scaling))
            {
                Check(service, scaling);
            }
        }

        if (review.Settings.LoadBalancing is { Backend: LoadBalancer.Haproxy, Scaling: { } balancer } && MayReachZero(balancer))
        {
            var at = SettingsPath.Root.Key("loadBalancing").Key("scaling");
            review.Reject(FindMinimum(at, balancer), "without a pod the load balancer answers no request", "write 'min: 1'");
        }
    }

    /// <summary>Whether the minimum is 0 at some time.</summary>
    public static bool MayReachZero(ScalingSettings scaling) =>
        scaling.Min == 0 || scaling.Schedule.Values.Any(minimum => minimum.Min == 0);

    private static void Check(ServiceUnderReview service, ScalingSettings scaling)
    {
        var at = FindMinimum(service.At("scaling"), scaling);
        if (scaling.Queue.IsEmpty)
        {
            service.Reject(
                at,
                "without a pod there is no load to measure, so none would ever start",
                "write 'min: 1', or scale by a 'queue' of a store with KEDA",
                at,
                service.At("scaling", "queue")
            );
        }
        else if (!service.Review.Settings.UsesKeda)
        {
            service.Reject(
                at,
                "Kubernetes' own autoscaler does not start the first pod, but KEDA does",
                "write 'min: 1', or 'keda: true' at the top level if the clusters have it",
                at,
                SettingsPath.Root.Key("keda")
            );
        }

        if (service.Settings.HasPorts)
        {
            service.Reject(
                at,
                "the service receives requests, and no pod answers them while there is none",
                "write 'min: 1', or read the queue in a service of 'kind: worker'",
                at,
                service.At("port"),
                service.At("ports")
            );
        }

        if (service.Review.IsWritten(service.At("disruptionBudget")))
        {
            service.Reject(
                service.At("disruptionBudget"),
                "a service that scales to zero has no disruption budget",
                "remove it, or write 'min: 1'",
                service.At("disruptionBudget"),
                at
            );
        }
    }

    private static SettingsPath FindMinimum(SettingsPath at, ScalingSettings scaling) =>
        scaling.Min == 0 ? at.Key("min") : at.Key("schedule").Key(scaling.Schedule.First(minimum => minimum.Value.Min == 0).Key).Key("min");
}
