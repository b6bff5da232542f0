using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>What a service measures can be read, and what it promises can be measured and kept.</summary>
internal sealed class ObjectiveCheck : ISettingsCheck
{
    /// <summary>Above it the error budget of a month is less than half a minute: no alert could be acted upon in time.</summary>
    private const double HighestObjective = 99.999;

    private const double LowestObjective = 50;

    private static readonly int[] Windows = [7, 28, 30];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Metrics is { } metrics)
            {
                CheckMetrics(service, metrics);
            }

            if (service.Settings.Slo is { } objective)
            {
                CheckObjective(service, objective);
            }
        }
    }

    /// <summary>Rates over five minutes need at least two measurements.</summary>
    internal static bool IsInterval(TimeSpan interval) => interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromMinutes(2);

    private static void CheckMetrics(ServiceUnderReview service, MetricsSettings metrics)
    {
        if (service.Settings.Kind is ServiceKind.Cron or ServiceKind.Job)
        {
            service.Reject(service.At("metrics"), "what ends is seldom there to be read", "leave 'metrics' out; its runs are watched by kube-state-metrics", service.At("kind"));
        }

        if (metrics.Port is null && service.Settings.Port is null)
        {
            service.Reject(service.At("metrics"), "there is no port to read the measurements from", "write 'metrics: {port: 9090}'", service.At("port"), service.At("metrics"));
        }

        if (!metrics.Path.StartsWith('/'))
        {
            service.Reject(service.At("metrics", "path"), $"'{metrics.Path}' is not a path", $"write '/{metrics.Path}'");
        }

        if (metrics.Interval is { } interval && !IsInterval(interval))
        {
            service.Reject(service.At("metrics", "interval"), $"{Duration.Format(interval)} is no interval to measure at", "write a time from 1s to 2m; rates over five minutes need at least two measurements");
        }

        CheckName(service, "requests", metrics.Requests);
        CheckName(service, "duration", metrics.Duration);
        CheckName(service, "status", metrics.Status);
        if (metrics.Queue is { } queue && !IsMetricName(queue.Length))
        {
            service.Reject(service.At("metrics", "queue", "length"), $"'{queue.Length}' is not the name of a metric", "write letters, digits and '_', a letter first");
        }
    }

    private static void CheckName(ServiceUnderReview service, string key, string name)
    {
        if (!IsMetricName(name))
        {
            service.Reject(service.At("metrics", key), $"'{name}' is not a name in Prometheus", "write letters, digits and '_', a letter first");
        }
    }

    private static bool IsMetricName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ':');

    private static void CheckObjective(ServiceUnderReview service, ObjectiveSettings objective)
    {
        if (service.Settings.Metrics is null)
        {
            CheckIsMeasured(service, objective);
        }

        if (objective.Availability is null && objective.Latency is null)
        {
            service.Reject(service.At("slo"), "it promises nothing", "write 'slo: {availability: 99.9}'", service.At("slo"));
        }

        CheckShare(service, "availability", objective.Availability);
        if (objective.Latency is { } latency)
        {
            CheckShare(service, "latency", latency.For, "for");
            if (latency.Under <= TimeSpan.Zero || latency.Under > TimeSpan.FromMinutes(1))
            {
                service.Reject(service.At("slo", "latency", "under"), $"{Duration.Format(latency.Under)} is no duration of a request to promise", "write a time up to 1m, such as 300ms");
            }
        }

        if (!Windows.Any(days => objective.Window == TimeSpan.FromDays(days)))
        {
            service.Reject(service.At("slo", "window"), $"an objective over {Duration.Format(objective.Window)} is not supported", "write 7d, 28d or 30d");
        }
    }

    /// <summary>HAProxy counts requests and failures of the services behind it; of durations it knows the average only.</summary>
    private static void CheckIsMeasured(ServiceUnderReview service, ObjectiveSettings objective)
    {
        const string cure = "declare what the service measures, such as 'metrics: {port: 9090}'";
        if (!IsBehindHaproxy(service))
        {
            service.Reject(service.At("slo"), "nothing measures whether this is kept", cure, service.At("slo"), service.At("metrics"));
        }
        else if (objective.Latency is not null)
        {
            service.Reject(service.At("slo", "latency"), "the load balancer measures failures, but no share of slow requests", cure, service.At("slo"), service.At("metrics"));
        }
    }

    private static bool IsBehindHaproxy(ServiceUnderReview service) =>
        service.Review.Settings.LoadBalancing is { Backend: LoadBalancer.Haproxy } balancing && balancing.Routes(service.Settings);

    private static void CheckShare(ServiceUnderReview service, string key, double? share, string? inner = null)
    {
        if (share is not { } percent || (percent >= LowestObjective && percent <= HighestObjective))
        {
            return;
        }

        var path = inner is null ? service.At("slo", key) : service.At("slo", key, inner);
        var cure = percent is > 0 and < 1
            ? $"it is in per cent: write {(percent * 100).ToString(CultureInfo.InvariantCulture)}"
            : $"write a share from {LowestObjective} to {HighestObjective.ToString(CultureInfo.InvariantCulture)} per cent";
        service.Reject(path, $"{percent.ToString(CultureInfo.InvariantCulture)} per cent cannot be promised", cure);
    }
}
