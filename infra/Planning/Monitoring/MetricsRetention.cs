using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>How long Prometheus keeps metrics where the settings do not say so.</summary>
internal static class MetricsRetention
{
    private static readonly TimeSpan Default = TimeSpan.FromDays(15);

    /// <summary>The retention if metrics are only forwarded: enough for the longest window of a rule.</summary>
    private static readonly TimeSpan Collector = TimeSpan.FromDays(4);

    public static TimeSpan Resolve(MonitoringSettings monitoring, IEnumerable<ObjectiveSettings?> objectives)
    {
        var window = LongestWindow(objectives);
        return monitoring.Retention.Time
            ?? (
                monitoring.Mode == MonitoringMode.External ? Collector
                : window > Default ? window
                : Default
            );
    }

    /// <summary>The longest window of an objective, whose metrics must be kept; zero without objectives.</summary>
    public static TimeSpan LongestWindow(IEnumerable<ObjectiveSettings?> objectives) =>
        objectives.Select(objective => objective?.Window ?? TimeSpan.Zero).DefaultIfEmpty().Max();
}
