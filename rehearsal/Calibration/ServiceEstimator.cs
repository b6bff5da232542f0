namespace Infra.Rehearsal.Calibration;

/// <summary>Finds what a service's requests cost in what was recorded of it.</summary>
internal static class ServiceEstimator
{
    private const int FewestSamples = 5;

    /// <summary>Finds everything but calls.</summary>
    /// <param name="metrics">What was recorded.</param>
    /// <param name="calls">The calls for each request and the mean time of one in seconds; null if that was not recorded.</param>
    public static ServiceEstimates Estimate(ServiceMetrics metrics, IReadOnlyDictionary<string, (Estimate PerRequest, double? Time)> calls)
    {
        var (cpu, idleCpu) = EstimateCpu(metrics);
        var (idleMemory, requestMemory) = EstimateMemory(metrics);
        return new ServiceEstimates
        {
            Service = metrics.Service,
            Cpu = cpu,
            IdleCpu = idleCpu,
            Latency = EstimateLatency(metrics, cpu, calls.Values),
            IdleMemory = idleMemory,
            RequestMemory = requestMemory,
            StartUp = EstimateStartUp(metrics),
            Calls = calls.ToDictionary(call => call.Key, call => call.Value.PerRequest, StringComparer.Ordinal),
        };
    }

    /// <summary>The median; 0 of nothing.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // What pods use together is what each uses without requests, and what each request adds.
    private static (Estimate? PerRequest, Estimate? Idle) EstimateCpu(ServiceMetrics metrics)
    {
        var times = CommonTimes(metrics.Rate, metrics.Cpu, metrics.Pods);
        if (times.Count < FewestSamples || times.TrueForAll(at => metrics.Rate.Values[at] <= 0))
        {
            return default;
        }

        var source = $"{metrics.Cpu.Source} over {metrics.Rate.Source}";
        var sums = times.ConvertAll(at => metrics.Cpu.Values[at]);
        var both = LeastSquares.Fit(times.ConvertAll(at => (double[])[metrics.Rate.Values[at], metrics.Pods.Values[at]]), sums);
        if (both is { Coefficients: [> 0, >= 0] })
        {
            return (
                new Estimate(both.Coefficients[0], both.Errors[0], times.Count, $"regression of {source}"),
                new Estimate(both.Coefficients[1], both.Errors[1], times.Count, $"regression of {source}")
            );
        }

        // A load in proportion to the pods does not tell what pods use without it: all is the requests' then, at most.
        var isUnclear = both is null;
        var single = LeastSquares.Fit(times.ConvertAll(at => (double[])[metrics.Rate.Values[at]]), sums);
        return single is null
            ? default
            : (
                new Estimate(
                    single.Coefficients[0],
                    isUnclear ? null : single.Errors[0],
                    times.Count,
                    $"{source}{(isUnclear ? ", what pods use without requests included: the load varies too little" : "")}"
                ),
                null
            );
    }

    // The requests in progress are the rate times the time of each: Little's law.
    private static (Estimate? Idle, Estimate? PerRequest) EstimateMemory(ServiceMetrics metrics)
    {
        var times = CommonTimes(metrics.Memory, metrics.Pods).FindAll(at => metrics.Pods.Values[at] > 0);
        if (times.Count < FewestSamples)
        {
            return default;
        }

        var known = CommonTimes(metrics.Memory, metrics.Pods, metrics.Rate, metrics.Latency);
        var both = LeastSquares.Fit(
            known.ConvertAll(at => (double[])[metrics.Pods.Values[at], metrics.Rate.Values[at] * metrics.Latency.Values[at]]),
            known.ConvertAll(at => metrics.Memory.Values[at])
        );
        if (known.Count >= FewestSamples && both is { Coefficients: [> 0, > 0] } && both.Errors[1] < both.Coefficients[1])
        {
            var source = $"regression of {metrics.Memory.Source} over {metrics.Rate.Source} and {metrics.Latency.Source}";
            return (
                new Estimate(both.Coefficients[0], both.Errors[0], known.Count, source),
                new Estimate(both.Coefficients[1], both.Errors[1], known.Count, source)
            );
        }

        var perPod = times.ConvertAll(at => metrics.Memory.Values[at] / metrics.Pods.Values[at]);
        return (Middle(perPod, $"median of {metrics.Memory.Source} by pod"), null);
    }

    // At low load no request waits for another: what is left of the time after CPU and calls is waiting for something else.
    private static Estimate? EstimateLatency(ServiceMetrics metrics, Estimate? cpu, IEnumerable<(Estimate PerRequest, double? Time)> calls)
    {
        var called = calls.ToList();
        var times = CommonTimes(metrics.Latency, metrics.Rate).FindAll(at => metrics.Rate.Values[at] > 0);
        if (cpu is null || times.Count < FewestSamples || called.Exists(call => call.Time is null))
        {
            return null;
        }

        var low = Median(times.Select(at => metrics.Rate.Values[at]));
        var quiet = times.FindAll(at => metrics.Rate.Values[at] <= low).ConvertAll(at => metrics.Latency.Values[at]);
        var whole = Middle(quiet, "");
        var others = cpu.Value + called.Sum(call => call.PerRequest.Value * call.Time!.Value);
        return whole with
        {
            Value = Math.Max(0, whole.Value - others),
            Error = whole.Error + (cpu.Error ?? cpu.Value),
            Source = $"median of {metrics.Latency.Source} at low load, less the CPU time{(called.Count > 0 ? " and calls" : "")}",
        };
    }

    private static Estimate? EstimateStartUp(ServiceMetrics metrics) =>
        metrics.StartUps.Count == 0 ? null : Middle(metrics.StartUps, $"median of {metrics.StartUpSource}");

    // The median's 95 % interval, from the spread of the middle half: 1.253 standard errors of the mean, for a normal distribution.
    private static Estimate Middle(IReadOnlyList<double> values, string source)
    {
        var median = Median(values);
        var spread = 1.4826 * Median(values.Select(value => Math.Abs(value - median)));
        return new Estimate(median, 1.96 * 1.253 * spread / Math.Sqrt(values.Count), values.Count, source);
    }

    /// <summary>The times at which all recordings have a value, in order.</summary>
    public static List<TimeSpan> CommonTimes(Recording first, params IEnumerable<Recording> others) =>
        [.. first.Values.Keys.Where(at => others.All(other => other.Values.ContainsKey(at))).Order()];
}
