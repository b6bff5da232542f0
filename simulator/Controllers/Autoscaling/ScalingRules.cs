using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary><c>selectPolicy</c> of scaling rules.</summary>
internal enum PolicySelection
{
    /// <summary>The policy that allows the largest change.</summary>
    Max,

    /// <summary>The policy that allows the smallest change.</summary>
    Min,

    /// <summary>No scaling in this direction.</summary>
    Disabled,
}

/// <summary>A scaling policy: the maximum change of the number of pods within a period.</summary>
/// <param name="Value">A number of pods, or a percentage of the pods at the period's start.</param>
/// <param name="IsPercent">Whether <paramref name="Value"/> is a percentage.</param>
/// <param name="Period">The length of the period.</param>
internal readonly record struct ScalingPolicy(int Value, bool IsPercent, TimeSpan Period);

/// <summary>The scaling rules for one direction.</summary>
/// <param name="StabilizationWindow">The age up to which earlier recommendations count.</param>
/// <param name="Selection">Which of the policies applies.</param>
/// <param name="Policies">The limits of the change.</param>
/// <param name="Tolerance">The deviation from the target that is ignored; null for the default.</param>
/// <param name="AlwaysAllowed">The number of pods allowed regardless of the policies.</param>
internal sealed record ScalingRules(
    TimeSpan StabilizationWindow,
    PolicySelection Selection,
    IReadOnlyList<ScalingPolicy> Policies,
    double? Tolerance,
    int AlwaysAllowed = 0
)
{
    private static readonly ScalingRules UpWithoutBehavior = new(
        TimeSpan.Zero,
        PolicySelection.Max,
        [new ScalingPolicy(100, IsPercent: true, TimeSpan.Zero)],
        Tolerance: null,
        AlwaysAllowed: 4
    );

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Reads <c>scaleUp</c> of a <c>behavior</c>. By default there is no stabilization, and the larger of four pods and 100 % may be added
    /// per 15 s. Without a <c>behavior</c> each sync may scale to the larger of four pods and twice the current number.
    /// </summary>
    public static ScalingRules FromScaleUp(JsonObject? behavior) =>
        behavior is null
            ? UpWithoutBehavior
            : FromJson(
                behavior.Map("scaleUp"),
                TimeSpan.Zero,
                [new ScalingPolicy(4, false, DefaultPeriod), new ScalingPolicy(100, true, DefaultPeriod)]
            );

    /// <summary>
    /// Reads <c>scaleDown</c> of a <c>behavior</c>. By default the stabilization window is five minutes and the change is not limited.
    /// </summary>
    public static ScalingRules FromScaleDown(JsonObject? behavior) =>
        FromJson(behavior.Map("scaleDown"), TimeSpan.FromMinutes(5), [new ScalingPolicy(100, true, DefaultPeriod)]);

    /// <summary>The maximum number of pods at the current time.</summary>
    public int UpperLimit(int current, Func<TimeSpan, int> addedWithin, Func<TimeSpan, int> removedWithin)
    {
        if (Selection == PolicySelection.Disabled)
        {
            return current;
        }

        var limits = Policies.Select(p =>
        {
            var start = current - addedWithin(p.Period) + removedWithin(p.Period);
            return p.IsPercent ? (int)Math.Ceiling(start * (1 + (p.Value / 100.0))) : start + p.Value;
        });
        return Math.Max(Math.Max(current, AlwaysAllowed), Selection == PolicySelection.Min ? limits.Min() : limits.Max());
    }

    /// <summary>The minimum number of pods at the current time.</summary>
    public int LowerLimit(int current, Func<TimeSpan, int> addedWithin, Func<TimeSpan, int> removedWithin)
    {
        if (Selection == PolicySelection.Disabled)
        {
            return current;
        }

        var limits = Policies.Select(p =>
        {
            var start = current - addedWithin(p.Period) + removedWithin(p.Period);
            return p.IsPercent ? (int)(start * (1 - (p.Value / 100.0))) : start - p.Value;
        });
        return Math.Min(current, Selection == PolicySelection.Min ? limits.Max() : limits.Min());
    }

    private static ScalingRules FromJson(JsonObject? json, TimeSpan defaultWindow, IReadOnlyList<ScalingPolicy> defaultPolicies)
    {
        var policies = json.Objects("policies")
            .Select(p => new ScalingPolicy(
                (int)(p.Number("value") ?? 0),
                p.Text("type") == "Percent",
                TimeSpan.FromSeconds(p.Number("periodSeconds") ?? 15)
            ))
            .ToList();
        return new ScalingRules(
            json.Number("stabilizationWindowSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaultWindow,
            Enum.TryParse<PolicySelection>(json.Text("selectPolicy"), out var selection) ? selection : PolicySelection.Max,
            policies.Count > 0 ? policies : defaultPolicies,
            Quantity.TryParse(json.Text("tolerance") ?? "", out var tolerance) ? tolerance.ToDouble() : null
        );
    }
}
