namespace Infra.Rehearsal.Calibration;

/// <summary>What was recorded of a service, by the time from the start of the range. Quantities that were not recorded are empty.</summary>
public sealed record ServiceMetrics
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>All its requests per second.</summary>
    public Recording Rate { get; init; } = Recording.None;

    /// <summary>The requests per second from outside.</summary>
    public Recording External { get; init; } = Recording.None;

    /// <summary>The cores that its pods use together.</summary>
    public Recording Cpu { get; init; } = Recording.None;

    /// <summary>The number of its pods.</summary>
    public Recording Pods { get; init; } = Recording.None;

    /// <summary>The bytes of memory that its pods use together.</summary>
    public Recording Memory { get; init; } = Recording.None;

    /// <summary>The mean time of a request in seconds.</summary>
    public Recording Latency { get; init; } = Recording.None;

    /// <summary>The seconds from the start of a container until its pod was ready, of several pods.</summary>
    public IReadOnlyList<double> StartUps { get; init; } = [];

    /// <summary>Where <see cref="StartUps"/> come from.</summary>
    public string StartUpSource { get; init; } = "";
}

/// <summary>Values by time.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Values">The values, by the time from the start of the range.</param>
public sealed record Recording(string Source, IReadOnlyDictionary<TimeSpan, double> Values)
{
    /// <summary>No service has more of anything: a larger number is an error of the recording.</summary>
    internal const double Largest = 1e12;

    /// <summary>Nothing was recorded.</summary>
    public static Recording None { get; } = new("", new Dictionary<TimeSpan, double>());

    /// <summary>Whether nothing was recorded.</summary>
    public bool IsEmpty => Values.Count == 0;
}
