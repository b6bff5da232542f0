using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks that the metrics of a service can be scraped, and that its objectives can be measured.</summary>
internal sealed class ObjectiveCheck : ISettingsCheck
{
    /// <summary>Above it the error budget of a month is less than half a minute, too short to react to an alert.</summary>
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

    /// <summary>Rates over five minutes need at least two samples.</summary>
    internal static bool IsScrapeInterval(TimeSpan interval) => interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromMinutes(2);

    private static void CheckMetrics(ServiceUnderReview service, MetricsSettings metrics)
    {
        if (service.Settings.Kind is ServiceKind.Cron or ServiceKind.Job)
        {
            service.Reject(
                service.At("metrics"),
                "pods that run to completion are rarely running when Prometheus scrapes them",
                "remove 'metrics'; kube-state-metrics reports its runs",
                service.At("kind")
            );
        }

        CheckPort(service, metrics);

        if (!metrics.Path.StartsWith('/'))
        {
            service.Reject(service.At("metrics", "path"), $"'{metrics.Path}' is not a valid path", $"write '/{metrics.Path}'");
        }

        if (metrics.Interval is { } interval && !IsScrapeInterval(interval))
        {
            service.Reject(
                service.At("metrics", "interval"),
                $"{Duration.Format(interval)} is not a valid scrape interval",
                "write a time from 1s to 2m; rates over five minutes need at least two samples"
            );
        }

        CheckName(service, "requests", metrics.Requests);
        CheckName(service, "duration", metrics.Duration);
        CheckName(service, "status", metrics.Status);
        if (metrics.Queue is { } queue && !IsMetricName(queue.Length))
        {
            service.Reject(
                service.At("metrics", "queue", "length"),
                $"'{queue.Length}' is not a valid name of a metric",
                "use letters, digits and '_', starting with a letter"
            );
        }
    }

    private static void CheckPort(ServiceUnderReview service, MetricsSettings metrics)
    {
        DeclaredPort[] ports = [.. DeclaredPort.InPod(service.Settings)];
        string[] names = [.. ports.Select(port => port.Name).OfType<string>()];
        if (metrics.Port is null && !service.Settings.HasPorts)
        {
            service.Reject(
                service.At("metrics"),
                "the metrics need a port",
                "write 'metrics: {port: 9090}'",
                service.At("port"),
                service.At("ports"),
                service.At("metrics")
            );
        }
        else if (metrics.Port is { Name: { } name } && !names.Contains(name, StringComparer.Ordinal))
        {
            service.Reject(
                service.At("metrics", "port"),
                $"the pod has no port '{name}'",
                names.Length == 0 ? "write a number" : Suggestion.For(name, names),
                service.At("port"),
                service.At("ports"),
                service.At("sidecars"),
                service.At("metrics", "port")
            );
        }
        else if (FindMetricsPort(service.Settings, metrics, ports) is { } port && !port.Protocol.IsProbeable())
        {
            service.Reject(
                service.At("metrics"),
                $"Prometheus scrapes by HTTP, and the port '{port.Name}' uses {port.Protocol.Transport()}",
                "name another port, such as 'metrics: {port: 9090}'"
            );
        }
    }

    private static DeclaredPort? FindMetricsPort(ServiceSettings service, MetricsSettings metrics, DeclaredPort[] ports) =>
        metrics.Port switch
        {
            null => DeclaredPort.FindMain(service),
            { Name: { } name } => Array.Find(ports, port => port.Name == name),
            _ => null,
        };

    private static void CheckName(ServiceUnderReview service, string key, string name)
    {
        if (!IsMetricName(name))
        {
            service.Reject(
                service.At("metrics", key),
                $"'{name}' is not a valid name in Prometheus",
                "use letters, digits and '_', starting with a letter"
            );
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
            service.Reject(service.At("slo"), "the objective is empty", "write 'slo: {availability: 99.9}'", service.At("slo"));
        }

        CheckShare(service, "availability", objective.Availability);
        if (objective.Latency is { } latency)
        {
            CheckShare(service, "latency", latency.For, "for");
            if (latency.Under <= TimeSpan.Zero || latency.Under > TimeSpan.FromMinutes(1))
            {
                service.Reject(
                    service.At("slo", "latency", "under"),
                    $"{Duration.Format(latency.Under)} is not a valid latency objective",
                    "write a time up to 1m, such as 300ms"
                );
            }
        }

        if (!Windows.Any(days => objective.Window == TimeSpan.FromDays(days)))
        {
            service.Reject(
                service.At("slo", "window"),
                $"an objective over {Duration.Format(objective.Window)} is not supported",
                "write 7d, 28d or 30d"
            );
        }
    }

    /// <summary>HAProxy counts the requests and failures of the services behind it, but only averages their durations.</summary>
    private static void CheckIsMeasured(ServiceUnderReview service, ObjectiveSettings objective)
    {
        const string cure = "declare the service's metrics, such as 'metrics: {port: 9090}'";
        if (!LoadBalancingPlanner.CountsRequests(service.Review.Settings.LoadBalancing, service.Settings))
        {
            service.Reject(service.At("slo"), "no metrics measure this objective", cure, service.At("slo"), service.At("metrics"));
        }
        else if (objective.Latency is not null)
        {
            service.Reject(
                service.At("slo", "latency"),
                "the load balancer measures failures, but not the share of slow requests",
                cure,
                service.At("slo"),
                service.At("metrics")
            );
        }
    }

    private static void CheckShare(ServiceUnderReview service, string key, double? share, string? inner = null)
    {
        if (share is not { } percent || (percent >= LowestObjective && percent <= HighestObjective))
        {
            return;
        }

        var path = inner is null ? service.At("slo", key) : service.At("slo", key, inner);
        var cure = percent is > 0 and < 1
            ? $"the unit is per cent: write {(percent * 100).ToString(CultureInfo.InvariantCulture)}"
            : $"write a share from {LowestObjective} to {HighestObjective.ToString(CultureInfo.InvariantCulture)} per cent";
        service.Reject(path, $"{percent.ToString(CultureInfo.InvariantCulture)} per cent is not a valid objective", cure);
    }
}
