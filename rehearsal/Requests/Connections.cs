namespace Infra.Rehearsal.Requests;

/// <summary>
/// The parts of a service's requests that its ready pods are sent. Connections that are kept stay with their pod; only those that end, lose
/// their pod or are added by a growing load are distributed again.
/// </summary>
internal static class Connections
{
    private const double Negligible = 1e-3;

    /// <summary>Distributes the connections.</summary>
    /// <param name="pods">The service's pods.</param>
    /// <param name="lifetime">How long connections are kept; null for requests that are balanced one by one.</param>
    /// <param name="elapsed">The time since the last distribution.</param>
    /// <param name="growth">The ratio of the load to that of the last distribution.</param>
    public static void Distribute(List<PodState> pods, TimeSpan? lifetime, TimeSpan elapsed, double growth)
    {
        var weights = 0.0;
        var known = 0.0;
        foreach (var state in pods)
        {
            if (!state.Pod.IsReady || state.Pod.Weight <= 0)
            {
                state.Connections = null;
                continue;
            }

            weights += state.Pod.Weight;
            known += state.Connections ?? 0;
        }

        if (weights <= 0)
        {
            return;
        }

        var kept = lifetime is { } time && known > 0 ? Math.Exp(-(elapsed / time)) / Math.Max(1, growth) : 0;
        var isSpread = true;
        var sum = 0.0;
        foreach (var state in pods)
        {
            if (state.Pod.IsReady && state.Pod.Weight > 0)
            {
                var before = kept * (state.Connections ?? 0);
                sum += before;
                state.Connections = before;
            }
        }

        foreach (var state in pods)
        {
            if (state.Pod.IsReady && state.Pod.Weight > 0)
            {
                var target = state.Pod.Weight / weights;
                state.Connections += (1 - sum) * target;
                isSpread &= Math.Abs(state.Connections!.Value - target) < Negligible * target;
            }
        }

        foreach (var state in pods)
        {
            if (isSpread && state.Connections is not null)
            {
                state.Connections = state.Pod.Weight / weights;
            }
        }
    }
}
