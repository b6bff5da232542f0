using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>Which of several policies counts.</summary>
internal enum PolicySelection
{
    /// <summary>The one that allows the biggest change.</summary>
    Max,

    /// <summary>The one that allows the smallest change.</summary>
    Min,

    /// <summary>None: no change in this direction.</summary>
    Disabled,
}

/// <summary>How much the number of pods may change within a period.</summary>
/// <param name="Value">Pods, or percent of the pods at the period's start.</param>
/// <param name="IsPercent">Whether <paramref name="Value"/> is a percentage.</param>
/// <param name="Period">The period.</param>
internal readonly record struct ScalingPolicy(int Value, bool IsPercent, TimeSpan Period);

/// <summary>How fast an autoscaler may go in one direction.</summary>
/// <param name="StabilizationWindow">How far back recommendations count.</param>
/// <param name="Selection">Which policy counts.</param>
/// <param name="Policies">The policies.</param>
/// <param name="Tolerance">What is close enough; null for the default.</param>
/// <param name="AlwaysAllowed">So many pods are allowed whatever the policies say.</param>
internal sealed record ScalingRules(
    TimeSpan StabilizationWindow, PolicySelection Selection, IReadOnlyList<ScalingPolicy> Policies, double? Tolerance, int AlwaysAllowed = 0)
{
    private static readonly ScalingRules UpWithoutBehavior = new(
        TimeSpan.Zero, PolicySelection.Max, [new ScalingPolicy(100, IsPercent: true, TimeSpan.Zero)], Tolerance: null, AlwaysAllowed: 4);

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Reads <c>scaleUp</c> of a <c>behavior</c>. Without it: at once, by four pods or double per 15 s, whichever is more. Without any behavior the older rule holds: double at
    /// each sync, or up to four.
    /// </summary>
    public static ScalingRules Up(JsonObject? behavior) => behavior is null
        ? UpWithoutBehavior
        : FromJson(behavior.Map("scaleUp"), TimeSpan.Zero, [new ScalingPolicy(4, false, DefaultPeriod), new ScalingPolicy(100, true, DefaultPeriod)]);

    /// <summary>Reads <c>scaleDown</c> of a <c>behavior</c>. Without it: after five minutes, by any number.</summary>
    public static ScalingRules Down(JsonObject? behavior) => FromJson(behavior.Map("scaleDown"), TimeSpan.FromMinutes(5), [new ScalingPolicy(100, true, DefaultPeriod)]);

    /// <summary>The most pods there may be now.</summary>
    public int UpperLimit(int current, Func<TimeSpan, int> addedWithin, Func<TimeSpan, int> removedWithin)
    {
        if (Selection == PolicySelection.Disabled)
            return current;
        var limits = Policies.Select(p =>
        {
            var start = current - addedWithin(p.Period) + removedWithin(p.Period);
            return p.IsPercent ? (int)Math.Ceiling(start * (1 + (p.Value / 100.0))) : start + p.Value;
        });
        return Math.Max(Math.Max(current, AlwaysAllowed), Selection == PolicySelection.Min ? limits.Min() : limits.Max());
    }

    /// <summary>The fewest pods there may be now.</summary>
    public int LowerLimit(int current, Func<TimeSpan, int> addedWithin, Func<TimeSpan, int> removedWithin)
    {
        if (Selection == PolicySelection.Disabled)
            return current;
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
            .Select(p => new ScalingPolicy((int)(p.Number("value") ?? 0), p.Text("type") == "Percent", TimeSpan.FromSeconds(p.Number("periodSeconds") ?? 15)))
            .ToList();
        return new ScalingRules(
            json.Number("stabilizationWindowSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaultWindow,
            Enum.TryParse<PolicySelection>(json.Text("selectPolicy"), out var selection) ? selection : PolicySelection.Max,
            policies.Count > 0 ? policies : defaultPolicies,
            Quantity.TryParse(json.Text("tolerance") ?? "", out var tolerance) ? tolerance.ToDouble() : null);
    }
}
