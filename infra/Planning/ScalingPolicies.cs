using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>A limit on how fast an autoscaler changes the number of pods.</summary>
/// <param name="By">The largest change, as a number or a percentage of the pods.</param>
/// <param name="Every">The period in which that change may happen.</param>
internal sealed record ScalingPolicy(IntOrPercent By, TimeSpan Every);

/// <summary>The autoscaler's behaviour in one direction.</summary>
/// <param name="StabilizationWindow">How far the autoscaler looks back before it acts.</param>
/// <param name="Policies">The limits, of which one applies.</param>
internal sealed record ScalingPolicies(TimeSpan StabilizationWindow, ImmutableArray<ScalingPolicy> Policies)
{
    /// <summary>Which of the limits applies.</summary>
    public PolicySelection Selection { get; init; } = PolicySelection.Max;

    /// <summary>How far the metric may be from its target; null for the cluster's default.</summary>
    public Quantity? Tolerance { get; init; }

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan QuarterMinute = TimeSpan.FromSeconds(15);

    /// <summary>Resolves the policies for adding pods.</summary>
    public static ScalingPolicies Up(ScalingSettings scaling) =>
        Adjust(
            scaling.Up,
            scaling.Behaviour switch
            {
                ScalingBehaviour.Spiky => new(TimeSpan.Zero, [Percent(100, QuarterMinute), Pods(4, QuarterMinute)]),
                ScalingBehaviour.Batch => new(TimeSpan.Zero, [Percent(900, QuarterMinute), Pods(20, QuarterMinute)]),
                _ => new(Minute, [Percent(50, Minute), Pods(2, Minute)]),
            }
        );

    /// <summary>Resolves the policies for removing pods.</summary>
    public static ScalingPolicies Down(ScalingSettings scaling) =>
        Adjust(
            scaling.Down,
            scaling.Behaviour switch
            {
                ScalingBehaviour.Spiky => new(TimeSpan.FromMinutes(10), [Percent(20, Minute), Pods(1, Minute)]),
                ScalingBehaviour.Batch => new(Minute, [Percent(100, QuarterMinute)]),
                _ => new(TimeSpan.FromMinutes(5), [Percent(10, Minute), Pods(1, Minute)]),
            }
        );

    private static ScalingPolicies Adjust(ScalingRules rules, ScalingPolicies preset)
    {
        var adjusted = preset with
        {
            StabilizationWindow = rules.Stabilization ?? preset.StabilizationWindow,
            Selection = rules.Select,
            Tolerance = rules.Tolerance,
        };
        if (!rules.Policies.IsEmpty)
        {
            return adjusted with { Policies = [.. rules.Policies.Select(policy => new ScalingPolicy(policy.By, policy.Every))] };
        }

        if (rules.By is null && rules.Every is null)
        {
            return adjusted;
        }

        var first = preset.Policies[0];
        return adjusted with { Policies = [new ScalingPolicy(rules.By ?? first.By, rules.Every ?? first.Every)] };
    }

    private static ScalingPolicy Percent(int share, TimeSpan every) => new(new IntOrPercent(share, IsPercent: true), every);

    private static ScalingPolicy Pods(int count, TimeSpan every) => new(new IntOrPercent(count, IsPercent: false), every);
}
