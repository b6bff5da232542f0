using System.Text.RegularExpressions;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks the settings of the monitoring stack, and that alerts have receivers.</summary>
internal sealed class MonitoringCheck : ISettingsCheck
{
    /// <summary>The name of a dashboard in the folder of the services' dashboards, which are named after the services.</summary>
    internal const string DashboardBesideServices = "objectives";

    private static readonly TimeSpan ShortestRetention = TimeSpan.FromHours(2);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(3650);
    private static readonly Quantity SmallestSize = Quantity.Parse("512Mi");
    private static readonly SettingsPath Monitoring = SettingsPath.Root.Key("monitoring");

    public void Check(SettingsReview review)
    {
        var monitoring = review.Settings.Monitoring;
        if (monitoring.Mode == MonitoringMode.Off)
        {
            return;
        }

        CheckRetention(review, monitoring);
        CheckInterval(review, monitoring);
        CheckNames(review, monitoring);
        CheckReceivers(review, monitoring);
        CheckRouting(review, monitoring);
        CheckExternal(review, monitoring);
        CheckDashboards(review, monitoring);
    }

    private static void CheckRetention(SettingsReview review, MonitoringSettings monitoring)
    {
        var path = Monitoring.Key("retention");
        if (monitoring.Retention.Time is { } time && (time < ShortestRetention || time > LongestRetention))
        {
            review.Reject(
                path.Key("time"),
                $"Prometheus cannot keep metrics for {Duration.Format(time)}",
                "write a time from 2h, the length of its blocks, to 3650d"
            );
        }

        var window = MetricsRetention.LongestWindow(review.Settings.Services.Values.Select(service => service.Slo));
        if (monitoring.Retention.Time is { } kept && kept >= ShortestRetention && kept < window && monitoring.Mode == MonitoringMode.Local)
        {
            review.Reject(
                path.Key("time"),
                $"an objective needs the metrics of {Duration.Format(window)}, and they are kept for {Duration.Format(kept)} only",
                $"write at least {Duration.Format(window)}, or remove it"
            );
        }

        if (monitoring.Retention.Size is { } size && size < SmallestSize)
        {
            review.Reject(
                path.Key("size"),
                $"{size} is less than Prometheus writes before it can delete its first block",
                $"write at least {SmallestSize}"
            );
        }

        // Loki's index has a file for each day, so it can only delete whole days.
        if (monitoring.Retention.Logs < TimeSpan.FromDays(1) || monitoring.Retention.Logs > LongestRetention)
        {
            review.Reject(
                path.Key("logs"),
                $"Loki cannot keep logs for {Duration.Format(monitoring.Retention.Logs)}",
                "write a time from 1d to 3650d"
            );
        }
    }

    private static void CheckInterval(SettingsReview review, MonitoringSettings monitoring)
    {
        if (!ObjectiveCheck.IsScrapeInterval(monitoring.Interval))
        {
            review.Reject(
                Monitoring.Key("interval"),
                $"{Duration.Format(monitoring.Interval)} is not a valid scrape interval",
                "write a time from 1s to 2m; rates over five minutes need at least two samples"
            );
        }
    }

    private static void CheckNames(SettingsReview review, MonitoringSettings monitoring)
    {
        string[] parts = [.. MonitoringImage.All.Select(image => image.Key)];
        foreach (var image in monitoring.Images.Keys.Where(image => !parts.Contains(image, StringComparer.Ordinal)))
        {
            review.Reject(Monitoring.Key("images").Key(image), $"the monitoring stack has no part '{image}'", Suggestion.For(image, parts));
        }

        for (var i = 0; i < monitoring.Namespaces.Length; i++)
        {
            if (!IsExpression(monitoring.Namespaces[i]))
            {
                review.Reject(
                    Monitoring.Key("namespaces").Item(i),
                    $"'{monitoring.Namespaces[i]}' is not a regular expression",
                    "write the name of a namespace, or an expression such as team-.*"
                );
            }
        }
    }

    private static void CheckReceivers(SettingsReview review, MonitoringSettings monitoring)
    {
        foreach (var (name, receiver) in monitoring.Receivers)
        {
            var path = Monitoring.Key("receivers").Key(name);
            if (!receiver.IsReachable)
            {
                review.Reject(path, $"the receiver '{name}' has no channel", "give it a webhook, email, slack or pagerDuty");
            }

            CheckUrl(review, path.Key("webhook").Key("url"), receiver.Webhook?.Url);
            CheckUrl(review, path.Key("slack").Key("url"), receiver.Slack?.Url);
        }
    }

    private static void CheckRouting(SettingsReview review, MonitoringSettings monitoring)
    {
        var routing = monitoring.Routing;
        var path = Monitoring.Key("routing");
        var receivers = monitoring.Receivers.Keys.ToArray();
        CheckReceiver(path.Key("default"), routing.Default);
        CheckReceiver(path.Key("critical"), routing.Critical);
        var owners = review
            .Settings.Services.Values.Select(service => service.Owner)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        foreach (var (owner, receiver) in routing.Owners)
        {
            CheckReceiver(path.Key("owners").Key(owner), receiver);
            if (!owners.Contains(owner, StringComparer.Ordinal))
            {
                review.Reject(path.Key("owners").Key(owner), $"no service has the owner '{owner}'", Suggestion.For(owner, owners));
            }
        }

        if (receivers.Length > 1 && routing.Default is null && !review.Settings.IsSilent)
        {
            review.Reject(
                path,
                "alerts without a route would have no receiver",
                $"write 'routing: {{default: {receivers[0]}}}'",
                Monitoring.Key("receivers"),
                path
            );
        }

        void CheckReceiver(SettingsPath at, string? receiver)
        {
            if (receiver is not null && !receivers.Contains(receiver, StringComparer.Ordinal))
            {
                review.Reject(
                    at,
                    $"there is no receiver '{receiver}'",
                    receivers.Length == 0 ? "declare it under 'monitoring.receivers'" : Suggestion.For(receiver, receivers),
                    at,
                    Monitoring.Key("receivers")
                );
            }
        }
    }

    private static void CheckExternal(SettingsReview review, MonitoringSettings monitoring)
    {
        var path = Monitoring.Key("external");
        if (monitoring.Mode == MonitoringMode.External && monitoring.External is not { Prometheus: not null })
        {
            review.Reject(
                path,
                "external monitoring needs an address for the metrics",
                "write 'external: {prometheus: https://metrics.example.com/api/v1/write}'"
            );
        }

        if (monitoring.Mode == MonitoringMode.Local && monitoring.External is not null)
        {
            review.Reject(path, "'external' applies only to 'mode: external'", "write 'mode: external', or remove 'external'");
        }

        if (monitoring.External is { Loki: not null, Otlp: not null })
        {
            review.Reject(path.Key("otlp"), "logs can be sent to one address only", "keep one of 'loki' and 'otlp'");
        }

        CheckEndpoint("prometheus", monitoring.External?.Prometheus);
        CheckEndpoint("alertmanager", monitoring.External?.Alertmanager);
        CheckEndpoint("loki", monitoring.External?.Loki);
        CheckEndpoint("otlp", monitoring.External?.Otlp);

        void CheckEndpoint(string key, ExternalEndpoint? endpoint) =>
            CheckUrl(review, path.Key(key).Key("url"), endpoint is null ? null : new Text(endpoint.Url, false));
    }

    private static void CheckDashboards(SettingsReview review, MonitoringSettings monitoring)
    {
        if (monitoring is { Mode: MonitoringMode.Local, Parts.Grafana: true } && review.ServiceNames.Contains(DashboardBesideServices))
        {
            review.Reject(
                SettingsPath.Root.Key("services").Key(DashboardBesideServices),
                "its dashboard would have the name of the dashboard of all objectives",
                "rename the service"
            );
        }
    }

    private static void CheckUrl(SettingsReview review, SettingsPath path, Text? url)
    {
        if (
            url is { IsWithheld: false } text
            && !(Uri.TryCreate(text.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        )
        {
            review.Reject(
                path,
                $"{(text.IsSecret ? "the secret value" : $"'{text.Value}'")} is not a URL",
                "write it as https://host/path"
            );
        }
    }

    private static bool IsExpression(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
