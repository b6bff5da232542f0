namespace Infra.Rehearsal.Calibration;

/// <summary>
/// Finds how often services call each other: what a service receives is what comes from outside, and for each of its callers a number of
/// calls for each request of the caller.
/// </summary>
internal static class CallEstimator
{
    private const int FewestSamples = 5;

    /// <summary>Finds the calls of a service by its callers, and says why where they cannot be found.</summary>
    public static IReadOnlyDictionary<string, Estimate> FindCallers(
        ServiceMetrics called,
        IReadOnlyList<ServiceMetrics> callers,
        ICollection<string> gaps
    )
    {
        var none = new Dictionary<string, Estimate>(StringComparer.Ordinal);
        if (callers.Count == 0)
        {
            return none;
        }

        var names = string.Join(", ", callers.Select(caller => caller.Service));
        var silent = callers.Append(called).Where(service => service.Rate.IsEmpty).Select(service => service.Service).ToList();
        if (silent.Count > 0)
        {
            gaps.Add($"calls of {called.Service} by {names}: the requests of {string.Join(", ", silent)} are not counted");
            return none;
        }

        var times = ServiceEstimator.CommonTimes(called.Rate, callers.Select(caller => caller.Rate));
        var inside = times.ConvertAll(at => called.Rate.Values[at] - called.External.Values.GetValueOrDefault(at));
        var fit = LeastSquares.Fit(times.ConvertAll(at => callers.Select(caller => caller.Rate.Values[at]).ToArray()), inside);
        if (times.Count < FewestSamples || fit is null || fit.Coefficients.Any(calls => calls < 0))
        {
            gaps.Add(
                $"calls of {called.Service} by {names}: the recordings do not tell {(callers.Count > 1 ? "the callers apart" : "how many")}"
            );
            return none;
        }

        for (var i = 0; i < callers.Count; i++)
        {
            var source = $"regression of {called.Rate.Source} over {callers[i].Rate.Source}";
            none[callers[i].Service] = new Estimate(fit.Coefficients[i], fit.Errors[i], times.Count, source);
        }

        return none;
    }
}
