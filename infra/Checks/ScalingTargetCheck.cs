using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks the targets and policies of autoscalers.</summary>
internal sealed class ScalingTargetCheck : ISettingsCheck
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestStabilization = TimeSpan.FromHours(1);

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Scaling is { } scaling)
            {
                Check(review, service.At("scaling"), scaling);
            }
        }

        if (review.Settings.LoadBalancing is { Backend: LoadBalancer.Haproxy, Scaling: { } balancer })
        {
            Check(review, SettingsPath.Root.Key("loadBalancing").Key("scaling"), balancer);
        }
    }

    private static void Check(SettingsReview review, SettingsPath at, ScalingSettings scaling)
    {
        foreach (var (container, target) in scaling.Containers)
        {
            if (target is { Cpu: null, Memory: null })
            {
                review.Reject(at.Key("containers").Key(container), "the container has no target", "write 'cpu: 60', or remove it");
            }
        }

        foreach (var (metric, average) in scaling.Pods)
        {
            CheckAverage(review, at.Key("pods").Key(metric), average);
        }

        foreach (var (metric, target) in scaling.External)
        {
            CheckAverage(review, at.Key("external").Key(metric), target.Target);
        }

        CheckRules(review, at.Key("up"), scaling.Up);
        CheckRules(review, at.Key("down"), scaling.Down);
    }

    private static void CheckAverage(SettingsReview review, SettingsPath at, Quantity average)
    {
        if (average.IsNegative || average.IsZero)
        {
            review.Reject(at, $"{average} is not a valid target per pod", "write an amount above 0");
        }
    }

    private static void CheckStep(SettingsReview review, SettingsPath at, IntOrPercent? by, TimeSpan? every)
    {
        if (by is { Value: 0 })
        {
            review.Reject(at.Key("by"), "with a step of 0 the number of pods never changes", "write a number, or a percentage such as 10%");
        }

        if (every is { } period && (period < TimeSpan.FromSeconds(1) || period > LongestStep))
        {
            review.Reject(
                at.Key("every"),
                $"Kubernetes allows periods from 1s to {Duration.Format(LongestStep)}",
                "write a time such as 1m"
            );
        }
    }

    private static void CheckRules(SettingsReview review, SettingsPath at, ScalingRules rules)
    {
        CheckStep(review, at, rules.By, rules.Every);
        for (var i = 0; i < rules.Policies.Length; i++)
        {
            CheckStep(review, at.Key("policies").Item(i), rules.Policies[i].By, rules.Policies[i].Every);
        }

        if (!rules.Policies.IsEmpty && (rules.By is not null || rules.Every is not null))
        {
            review.Reject(at.Key("policies"), "'by' and 'every' are a limit of their own", "add them to the list, or remove the list");
        }

        if (rules.Tolerance is { IsNegative: true } tolerance)
        {
            review.Reject(at.Key("tolerance"), $"{tolerance} is negative", "write a part of the target, such as 0.05");
        }

        if (rules.Stabilization is { } back && back > LongestStabilization)
        {
            review.Reject(
                at.Key("stabilization"),
                $"Kubernetes allows a stabilization window of at most {Duration.Format(LongestStabilization)}",
                "write a time such as 5m"
            );
        }
    }
}
