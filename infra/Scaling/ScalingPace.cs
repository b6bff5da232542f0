using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Scaling;

/// <param name="By">So many pods, or such a share of them.</param>
/// <param name="Every">In that time at most.</param>
internal sealed record ScalingStep(CountOrPercentage By, TimeSpan Every);

/// <summary>How fast a number of pods grows or shrinks.</summary>
/// <param name="Stabilization">How far back to look before acting.</param>
/// <param name="Steps">Of several the largest is taken.</param>
internal sealed record ScalingPace(TimeSpan Stabilization, ImmutableArray<ScalingStep> Steps)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan QuarterMinute = TimeSpan.FromSeconds(15);

    public static ScalingPace Up(ScalingSettings scaling) => Adjust(scaling.Up, scaling.Behaviour switch
    {
        ScalingBehaviour.Spiky => new(TimeSpan.Zero, [Percent(100, QuarterMinute), Pods(4, QuarterMinute)]),
        ScalingBehaviour.Batch => new(TimeSpan.Zero, [Percent(900, QuarterMinute), Pods(20, QuarterMinute)]),
        _ => new(Minute, [Percent(50, Minute), Pods(2, Minute)]),
    });

    public static ScalingPace Down(ScalingSettings scaling) => Adjust(scaling.Down, scaling.Behaviour switch
    {
        ScalingBehaviour.Spiky => new(TimeSpan.FromMinutes(10), [Percent(20, Minute), Pods(1, Minute)]),
        ScalingBehaviour.Batch => new(Minute, [Percent(100, QuarterMinute)]),
        _ => new(TimeSpan.FromMinutes(5), [Percent(10, Minute), Pods(1, Minute)]),
    });

    private static ScalingPace Adjust(ScalingRules rules, ScalingPace preset)
    {
        var pace = preset with { Stabilization = rules.Stabilization ?? preset.Stabilization };
        if (rules.By is null && rules.Every is null)
        {
            return pace;
        }

        var first = preset.Steps[0];
        return pace with { Steps = [new ScalingStep(rules.By ?? first.By, rules.Every ?? first.Every)] };
    }

    private static ScalingStep Percent(int share, TimeSpan every) => new(new CountOrPercentage(share, IsPercentage: true), every);

    private static ScalingStep Pods(int count, TimeSpan every) => new(new CountOrPercentage(count, IsPercentage: false), every);
}
