using Infra.Simulator.Informers;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>A recommendation after stabilization, scaling policies and bounds.</summary>
/// <param name="Replicas">The recommended number of pods.</param>
/// <param name="Stabilized">The AbleToScale condition: whether stabilization changed the recommendation.</param>
/// <param name="Limited">The ScalingLimited condition: whether a policy or bound changed the recommendation.</param>
internal readonly record struct ScalingDecision(int Replicas, Condition Stabilized, Condition Limited);

/// <summary>The recent recommendations and scalings of an autoscaler, for stabilization and scaling policies.</summary>
internal sealed class ScalingHistory
{
    // Of equal recommendations in a row the latest counts: all that is asked is which were made since a time.
    private readonly List<(DateTimeOffset At, int Replicas)> _recommendations = [];
    private readonly List<(DateTimeOffset At, int Change)> _changes = [];

    /// <summary>Stabilizes a recommendation against recent ones and limits it by the policies and bounds.</summary>
    /// <param name="autoscaler">The limits and the rules.</param>
    /// <param name="desired">The recommendation of the metrics.</param>
    /// <param name="current">The current number of pods.</param>
    /// <param name="now">The current time.</param>
    public ScalingDecision Decide(AutoscalerSync autoscaler, int desired, int current, DateTimeOffset now)
    {
        var (up, down) = (autoscaler.Up, autoscaler.Down);
        var stable = autoscaler.HasBehavior
            ? Stabilize(desired, current, up.StabilizationWindow, down.StabilizationWindow, now)
            : StabilizeDown(desired, down.StabilizationWindow, now);
        var stabilized =
            stable == desired ? new Condition("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size")
            : desired < current || !autoscaler.HasBehavior
                ? new Condition(
                    "AbleToScale",
                    "True",
                    "ScaleDownStabilized",
                    "recent recommendations were higher than current one, applying the highest recent recommendation"
                )
            : new Condition(
                "AbleToScale",
                "True",
                "ScaleUpStabilized",
                "recent recommendations were lower than current one, applying the lowest recent recommendation"
            );
        var (replicas, reason, message) = Limit(stable, current, autoscaler.MinReplicas, autoscaler.MaxReplicas, up, down, now);
        return new ScalingDecision(
            replicas,
            stabilized,
            new Condition("ScalingLimited", replicas == stable ? "False" : "True", reason, message)
        );
    }

    /// <summary>Records the number of pods at the first reconciliation as the first recommendation.</summary>
    public void RecordInitial(int current, DateTimeOffset now)
    {
        if (_recommendations.Count == 0)
        {
            _recommendations.Add((now, current));
        }
    }

    /// <summary>Records a scaling.</summary>
    public void RecordChange(int change, DateTimeOffset now) => _changes.Add((now, change));

    /// <summary>Whether the same recommendation will lead to the same decision at any later time.</summary>
    /// <param name="current">The current number of pods.</param>
    public bool IsSteady(int current) => _recommendations is [var only] && (only.Replicas == current || _changes.Count == 0);

    /// <summary>Records the latest recommendation again.</summary>
    public void Repeat(DateTimeOffset now) => Recommend(_recommendations[^1].Replicas, now);

    private void Recommend(int replicas, DateTimeOffset now)
    {
        if (_recommendations is [.., var latest] && latest.Replicas == replicas)
        {
            _recommendations.RemoveAt(_recommendations.Count - 1);
        }

        _recommendations.Add((now, replicas));
    }

    // Without rules the highest recommendation in the window applies, even when scaling up.
    private int StabilizeDown(int desired, TimeSpan window, DateTimeOffset now)
    {
        _recommendations.RemoveAll(r => r.At < now - window);
        Recommend(desired, now);
        return _recommendations.Max(r => r.Replicas);
    }

    private int Stabilize(int desired, int current, TimeSpan upWindow, TimeSpan downWindow, DateTimeOffset now)
    {
        var lowest = _recommendations.Where(r => r.At > now - upWindow).Select(r => r.Replicas).Append(desired).Min();
        var highest = _recommendations.Where(r => r.At > now - downWindow).Select(r => r.Replicas).Append(desired).Max();
        var longest = upWindow > downWindow ? upWindow : downWindow;
        _recommendations.RemoveAll(r => r.At <= now - longest);
        Recommend(desired, now);
        return current < lowest ? lowest
            : current > highest ? highest
            : current;
    }

    private (int Replicas, string Reason, string Message) Limit(
        int desired,
        int current,
        int min,
        int max,
        ScalingRules up,
        ScalingRules down,
        DateTimeOffset now
    )
    {
        if (desired > current)
        {
            var limit = up.UpperLimit(current, Added, Removed);
            if (desired > Math.Min(max, limit))
            {
                return max > limit
                    ? (limit, "ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate")
                    : (max, "TooManyReplicas", "the desired replica count is more than the maximum replica count");
            }
        }
        else if (desired < current)
        {
            var limit = down.LowerLimit(current, Added, Removed);
            if (desired < Math.Max(min, limit))
            {
                return min < limit
                    ? (limit, "ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate")
                    : (min, "TooFewReplicas", "the desired replica count is less than the minimum replica count");
            }
        }

        return (desired, "DesiredWithinRange", "the desired count is within the acceptable range");

        int Added(TimeSpan period) => _changes.Where(c => c.Change > 0 && c.At > now - period).Sum(c => c.Change);
        int Removed(TimeSpan period) => -_changes.Where(c => c.Change < 0 && c.At > now - period).Sum(c => c.Change);
    }
}
