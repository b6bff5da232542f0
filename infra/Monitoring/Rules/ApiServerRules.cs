using System.Collections.Immutable;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Slo;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the availability and latency of the Kubernetes API, and on its certificates.</summary>
internal static class ApiServerRules
{
    /// <summary>The error budget over thirty days: the share of requests that may fail or be slow.</summary>
    private const double Budget = 0.01;

    /// <summary>Leaves out long-running requests.</summary>
    private static readonly LabelMatcher Quick = Unlike("verb", "WATCH|WATCHLIST|CONNECT|PROXY");

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => [Recordings(), Group()];

    private static RuleGroup Recordings() =>
        new(
            "kubernetes-apiserver-recordings",
            [.. BurnRate.Windows.Select(window => new RecordingRule { Name = BurnName(window), Expression = Burn(window) })]
        );

    private static RuleGroup Group() =>
        new(
            "kubernetes-apiserver",
            [
                .. BurnRate.All.Select(BudgetBurn),
                new AlertRule
                {
                    Name = "KubeAPIDown",
                    Expression = Absent(Series(TargetMetrics.Up, Own)).Or(Max(Series(TargetMetrics.Up, Own)).EqualTo(0)),
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "The Kubernetes API is unreachable.",
                    Meaning = "Running pods continue, but none are started, rescheduled or scaled.",
                    Runbook = "Check the control plane's machines, or the provider's status page.",
                },
                Certificate(Severity.Warning, Days(7), "a week"),
                Certificate(Severity.Critical, Days(1), "a day"),
                new AlertRule
                {
                    Name = "KubeAggregatedAPIDown",
                    Expression =
                        (1 - Max(AvgOverTime(Series(ApiServerMetrics.AggregatedUnavailable, Own), Minutes(10)), "name")) * 100 < 85,
                    For = Minutes(5),
                    Severity = Severity.Warning,
                    Summary =
                        "The aggregated API {{ $labels.name }} was available for only {{ $value | humanize }} % of the last 10 minutes.",
                    Meaning = "Its clients fail, such as autoscalers that use a metrics API.",
                    Runbook = "Find its Service with kubectl get apiservice, and check the pods behind it.",
                },
            ]
        );

    private static LabelMatcher Own => Is("job", ScrapeJobs.ApiServer);

    private static AlertRule BudgetBurn(BurnRate rate) =>
        new()
        {
            Name = "KubeAPIErrorBudgetBurn",
            Expression = (Series(BurnName(rate.Long)) > rate.Factor * Budget).And(Series(BurnName(rate.Short)) > rate.Factor * Budget),
            For = rate.For,
            Severity = rate.Severity,
            Summary =
                $"The Kubernetes API fails or delays {{{{ $value | humanizePercentage }}}} of requests over {Duration.Format(rate.Long)}.",
            Meaning = $"At this rate the error budget of a month is exhausted in {Duration.Format(Days(30) / rate.Factor)}.",
            Runbook = "Find the failing or slow requests on the dashboard of the API server; check etcd and the control plane's machines.",
            Labels = rate.AddWindows(ImmutableSortedDictionary<string, string>.Empty),
        };

    private static string BurnName(TimeSpan window) => $"apiserver_request:errors_and_slow:ratio_rate{Duration.Format(window)}";

    /// <summary>The share of requests that failed or took more than a second.</summary>
    private static PromExpr Burn(TimeSpan window) =>
        (
            (
                Sum(Rate(Series(ApiServerMetrics.DurationCount, Own, Quick), window))
                - Sum(Rate(Series(ApiServerMetrics.DurationBucket, Own, Quick, Like("le", "1|1.0")), window))
            ) + Sum(Rate(Series(ApiServerMetrics.Requests, Own, Quick, Like("code", "5..")), window)).Or(Vector(0))
        ) / Sum(Rate(Series(ApiServerMetrics.Requests, Own, Quick), window));

    private static AlertRule Certificate(Severity severity, TimeSpan within, string text) =>
        new()
        {
            Name = "KubeClientCertificateExpiration",
            Expression = (
                Quantile(0.01, Sum(Rate(Series(ApiServerMetrics.ClientCertificateBucket, Own), Minutes(5)), "le", "job"))
                < within.TotalSeconds
            ).And(Sum(Series(ApiServerMetrics.ClientCertificateCount, Own), "job") > 0, On("job")),
            For = Minutes(5),
            Severity = severity,
            Summary = $"A client uses a certificate that expires within {text}.",
            Meaning = "Once it has expired, the client can no longer use the Kubernetes API.",
            Runbook = "Renew the certificate; the API server's audit log names the client.",
        };
}
