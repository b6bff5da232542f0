using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Scaling has room to move, something to measure, and the number of pods to itself.</summary>
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
            review.Reject(at.Key("min"), $"the minimum {scaling.Min} is above the maximum {scaling.Max}", $"write a minimum of at most {scaling.Max}");
        }
    }

    private static void CheckSchedule(SettingsReview review, SettingsPath at, string service, ScalingSettings scaling)
    {
        foreach (var (name, minimum) in scaling.Schedule)
        {
            var (own, qualified) = (at.Key(name), ObjectNames.ScheduledMinimum(service, name));
            ScheduleCheck.CheckTime(review, own, minimum.Cron, minimum.TimeZone);
            if (minimum.Min > scaling.Max)
            {
                review.Reject(own.Key("min"), $"the minimum {minimum.Min} is above the maximum {scaling.Max}", $"write a minimum of at most {scaling.Max}");
            }

            if (qualified.Length > ObjectNames.OwnerLength)
            {
                review.Reject(own, $"its CronJob would be called '{qualified}', and a CronJob's name may have {ObjectNames.OwnerLength} characters", "shorten one of the names");
            }
        }

        if (scaling.Schedule.Count == 1)
        {
            review.Warn(at, "one time alone sets the minimum once and for all", "add another that takes it back");
        }
    }

    private static void Check(ServiceUnderReview service, ScalingSettings scaling)
    {
        foreach (var container in scaling.Containers.Keys.Where(name => name != service.Name && !service.Settings.Sidecars.ContainsKey(name)))
        {
            service.Reject(
                service.At("scaling", "containers", container),
                $"the service has no container '{container}'",
                Suggestion.For(container, [service.Name, .. service.Settings.Sidecars.Keys]));
        }

        if (service.Settings.Replicas is not null)
        {
            service.Reject(service.At("replicas"), "a fixed number of pods and scaling contradict each other", "keep one of 'replicas' and 'scaling'; in a stack's file 'scaling: null' unsets the catalogue's");
        }

        CheckMeasures(service, scaling, service.At("resources"), service.Settings.Resources);
        foreach (var (name, version) in service.Settings.Versions.Where(version => version.Value is { Resources: not null, Replicas: null }))
        {
            CheckMeasures(service, scaling, service.At("versions", name, "resources"), version.Resources!);
        }
    }

    private static void CheckMeasures(ServiceUnderReview service, ScalingSettings scaling, SettingsPath at, ResourceSettings resources)
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

    private static void RejectUnmeasurable(ServiceUnderReview service, SettingsPath resources, string resource, string example) => service.Reject(
        service.At("scaling"),
        $"utilisation is a share of the {resource} request, and {(resources == service.At("resources") ? "this service" : "one of its versions")} requests none",
        $"write 'resources: {{requests: {{{resource}: {example}}}}}'",
        resources,
        service.At("scaling"));
}
