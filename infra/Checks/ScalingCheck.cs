using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the bounds and the schedule of autoscalers, and that their targets can be measured.</summary>
internal sealed class ScalingCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Scaling is { } scaling)
            {
                Check(service, scaling);
                CheckBounds(review, service.At("scaling"), scaling);
                CheckSchedule(review, service.At("scaling", "schedule"), service.Name, scaling);
            }
        }

        if (review.Settings.LoadBalancing is { Backend: LoadBalancer.Haproxy, Scaling: { } balancer })
        {
            var at = SettingsPath.Root.Key("loadBalancing").Key("scaling");
            CheckBounds(review, at, balancer);
            CheckSchedule(review, at.Key("schedule"), LoadBalancingSettings.Name, balancer);
        }
    }

    private static void CheckBounds(SettingsReview review, SettingsPath at, ScalingSettings scaling)
    {
        if (scaling.Min > scaling.Max)
        {
            review.Reject(
                at.Key("min"),
                $"the minimum {scaling.Min} is above the maximum {scaling.Max}",
                $"write a minimum of at most {scaling.Max}"
            );
        }
    }

    private static void CheckSchedule(SettingsReview review, SettingsPath at, string service, ScalingSettings scaling)
    {
        foreach (var (name, minimum) in scaling.Schedule)
        {
            var (own, qualified) = (at.Key(name), DerivedNames.ScheduledMinimum(service, name));
            ScheduleCheck.CheckTime(review, own, minimum.Cron, minimum.TimeZone);
            if (minimum.Min > scaling.Max)
            {
                review.Reject(
                    own.Key("min"),
                    $"the minimum {minimum.Min} is above the maximum {scaling.Max}",
                    $"write a minimum of at most {scaling.Max}"
                );
            }

            // The binding rejects the name of a service that is no label itself.
            if (qualified.Length > DerivedNames.OwnerLength && service.Length <= KubernetesNames.LabelLength)
            {
                review.Reject(
                    own,
                    $"its CronJob would be named '{qualified}', and {DerivedNames.OwnerLength} characters are allowed",
                    "shorten one of the names"
                );
            }
        }

        if (scaling.Schedule.Count == 1)
        {
            review.Warn(at, "a single scheduled minimum sets the minimum permanently", "add another that resets it");
        }
    }

    private static void Check(ServiceUnderReview service, ScalingSettings scaling)
    {
        var unknown = scaling.Containers.Keys.Where(name => name != service.Name && !service.Settings.Sidecars.ContainsKey(name));
        foreach (var container in unknown)
        {
            service.Reject(
                service.At("scaling", "containers", container),
                $"the service has no container '{container}'",
                Suggestion.For(container, [service.Name, .. service.Settings.Sidecars.Keys])
            );
        }

        if (service.Settings.Replicas is not null)
        {
            service.Reject(
                service.At("replicas"),
                "'replicas' and 'scaling' exclude each other",
                "remove one of them; in a stack's file 'scaling: null' unsets the catalogue's"
            );
        }

        CheckRequests(service, scaling, service.At("resources"), service.Settings.Resources);
        foreach (var (name, version) in service.Settings.Versions)
        {
            if (version is { Resources: { } resources, Replicas: null })
            {
                CheckRequests(service, scaling, service.At("versions", name, "resources"), resources);
            }
        }
    }

    private static void CheckRequests(ServiceUnderReview service, ScalingSettings scaling, SettingsPath at, ResourceSettings resources)
    {
        if (!service.Review.Settings.Sizes.ContainsKey(resources.Size ?? ResourceSettings.DefaultSize))
        {
            return;
        }

        var (requests, _) = resources.Resolve(service.Review.Settings.Sizes);
        if (scaling.ScalesOnCpu && requests.Cpu is null or { IsZero: true })
        {
            RejectUnmeasurable(service, at, "cpu", "250m");
        }

        if (scaling.Memory is not null && requests.Memory is null or { IsZero: true })
        {
            RejectUnmeasurable(service, at, "memory", "256Mi");
        }
    }

    private static void RejectUnmeasurable(ServiceUnderReview service, SettingsPath resources, string resource, string example)
    {
        var subject = resources == service.At("resources") ? "this service" : "one of its versions";
        service.Reject(
            service.At("scaling"),
            $"utilization is a percentage of the {resource} request, and {subject} requests none",
            $"write 'resources: {{requests: {{{resource}: {example}}}}}'",
            resources,
            service.At("scaling")
        );
    }
}
