using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the requests, the queue and the hosts of a service.</summary>
internal static class ServiceTrafficAlerts
{
    /// <summary>Errors and latency have no alert of their own if an objective covers them.</summary>
    public static IEnumerable<AlertRule> OnRequests(WatchedService service, RequestSource requests, ThresholdSettings thresholds)
    {
        if (service.Objective?.Availability is null)
        {
            yield return new AlertRule
            {
                Name = "ServiceErrorsHigh",
                Expression = requests.FailedShare(Minutes(5)) > thresholds.ErrorPercent / 100,
                For = Minutes(10),
                Severity = Severity.Critical,
                Summary = $"{service.Name} fails {{{{ $value | humanizePercentage }}}} of its requests.",
                Meaning = "Its callers receive errors.",
                Runbook = "Find the start on its dashboard, and whether a rollout or the failure of a service it calls coincides.",
            };
        }

        if (service.Objective?.Latency is null)
        {
            yield return new AlertRule
            {
                Name = "ServiceSlow",
                Expression = requests.Slowest > thresholds.Latency.TotalSeconds,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = $"{requests.SlowRequests} to {service.Name} takes {{{{ $value | humanizeDuration }}}} or longer.",
                Meaning = "Its callers have to wait.",
                Runbook = "Check on its dashboard whether it is saturated, or a service it calls is slow.",
            };
        }

        yield return new AlertRule
        {
            Name = "ServiceRequestsStopped",
            Expression = requests.All(Minutes(10)).EqualTo(0).And(requests.All(Hours(6)) > 0.1),
            For = Minutes(15),
            Severity = Severity.Warning,
            Summary = $"{service.Name} has stopped receiving requests.",
            Meaning = "Its callers have stopped, or cannot reach it.",
            Runbook = "Check its callers and the path to it: gateway, Service, NetworkPolicy.",
        };
    }

    public static AlertRule OnQueue(WatchedService service, QueueSettings queue) =>
        new()
        {
            Name = "ServiceQueueLong",
            Expression = Max(QueueLength(service, queue)) > queue.Max,
            For = queue.For,
            Severity = Severity.Warning,
            Summary =
                $"The queue of {service.Name} has {{{{ $value }}}} items, more than {queue.Max.ToString(CultureInfo.InvariantCulture)}.",
            Meaning = "Items arrive faster than they are processed.",
            Runbook = "Check whether its pods are healthy, or add pods.",
        };

    public static IEnumerable<AlertRule> OnHosts(WatchedService service, ThresholdSettings thresholds)
    {
        LabelMatcher[] own = [Is("job", "probe"), Is("service", service.Name)];
        yield return new AlertRule
        {
            Name = "ServiceUnreachable",
            Expression = MaxOverTime(Series(ProbeMetrics.Success, own), Minutes(3)).EqualTo(0),
            For = Minutes(5),
            Severity = Severity.Critical,
            Summary = $"{{{{ $labels.instance }}}} of {service.Name} does not answer requests to its public address.",
            Meaning = "Users cannot reach it.",
            Runbook = "Check whether the pods are ready, then the load balancer, the DNS record and the certificate.",
        };
        yield return new AlertRule
        {
            Name = "ServiceCertificateExpiring",
            Expression = Series(ProbeMetrics.CertificateExpiry, own) - Now < thresholds.CertificateExpiry.TotalSeconds,
            For = Hours(1),
            Severity = Severity.Warning,
            Summary = $"The certificate of {{{{ $labels.instance }}}} expires in {{{{ $value | humanizeDuration }}}}.",
            Meaning = "Once it has expired, clients reject connections.",
            Runbook = "Find out why it was not renewed: check the issuer's events and the DNS records.",
        };
    }

    public static SeriesSelector QueueLength(WatchedService service, QueueSettings queue) =>
        Series(queue.Length, Is("job", ScrapeJobs.JobName(service)));
}
