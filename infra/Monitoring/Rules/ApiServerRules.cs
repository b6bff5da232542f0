using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Slo;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether the Kubernetes API answers, and fast enough.</summary>
internal static class ApiServerRules
{
    /// <summary>The share of requests that may fail or be slow over thirty days.</summary>
    private const double Budget = 0.01;

    /// <summary>Requests that are long by nature.</summary>
    private static readonly LabelMatcher Quick = Unlike("verb", "WATCH|WATCHLIST|CONNECT|PROXY");

    public static RuleGroup Recordings() => RuleGroup.Of(
        "kubernetes-apiserver-recordings",
        BurnRate.Pairs.SelectMany(pair => new[] { pair.Long, pair.Short }).Distinct().Order().Select(window => new RecordingRule(BurnName(window), Burn(window))));

    public static RuleGroup Group() => RuleGroup.Of(
        "kubernetes-apiserver",
        [
            .. BurnRate.Pairs.Select(BudgetBurn),
            new AlertRule("KubeAPIDown", Absent(Series(TargetMetrics.Up, Own)).Or(Max(Series(TargetMetrics.Up, Own)).EqualTo(0)))
            {
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "The Kubernetes API does not answer.",
                Meaning = "What runs goes on; nothing is started, moved or scaled.",
                Runbook = "Look at the control plane's machines, or at the provider's status page.",
            },
            Certificate(Severity.Warning, Days(7), "a week"),
            Certificate(Severity.Critical, Days(1), "a day"),
            new AlertRule("KubeAggregatedAPIDown", (1 - Max(AvgOverTime(Series(ApiServerMetrics.AggregatedUnavailable, Own), Minutes(10)), "name")) * 100 < 85)
            {
                For = Minutes(5),
                Severity = Severity.Warning,
                Summary = "The aggregated API {{ $labels.name }} was there {{ $value | humanize }} % of the last ten minutes only.",
                Meaning = "What rests on it fails, such as autoscalers on the metrics APIs.",
                Runbook = "kubectl get apiservice shows its Service; look at the pods behind that.",
            },
        ]);

    private static LabelMatcher Own => Is("job", ScrapeJobs.ApiServer);

    private static AlertRule BudgetBurn(BurnRate pair) => new(
        "KubeAPIErrorBudgetBurn",
        ((PromExpr)Series(BurnName(pair.Long)) > pair.Factor * Budget).And((PromExpr)Series(BurnName(pair.Short)) > pair.Factor * Budget))
    {
        For = pair.For,
        Severity = pair.Severity,
        Summary = $"The Kubernetes API fails or delays {{{{ $value | humanizePercentage }}}} of requests over {Duration.Format(pair.Long)}.",
        Meaning = $"At this rate a month's error budget is gone in {Duration.Format(Days(30) / pair.Factor)}.",
        Runbook = "See on the dashboard of the API server which requests fail or are slow; look at etcd and the control plane's machines.",
        Labels = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("long", Duration.Format(pair.Long)).Add("short", Duration.Format(pair.Short)),
    };

    private static string BurnName(TimeSpan window) => $"apiserver_request:errors_and_slow:ratio_rate{Duration.Format(window)}";

    /// <summary>Failed requests, and those of more than a second, among all.</summary>
    private static PromExpr Burn(TimeSpan window) =>
        ((Sum(Rate(Series(ApiServerMetrics.DurationCount, Own, Quick), window))
            - Sum(Rate(Series(ApiServerMetrics.DurationBucket, Own, Quick, Like("le", "1|1.0")), window)))
            + Sum(Rate(Series(ApiServerMetrics.Requests, Own, Quick, Like("code", "5..")), window)).Or(Vector(0)))
        / Sum(Rate(Series(ApiServerMetrics.Requests, Own, Quick), window));

    private static AlertRule Certificate(Severity severity, TimeSpan within, string text) => new(
        "KubeClientCertificateExpiration",
        (Quantile(0.01, Sum(Rate(Series(ApiServerMetrics.ClientCertificateBucket, Own), Minutes(5)), "le", "job")) < within.TotalSeconds)
            .And(Sum(Series(ApiServerMetrics.ClientCertificateCount, Own), "job") > 0, On("job")))
    {
        For = Minutes(5),
        Severity = severity,
        Summary = $"A client uses a certificate that ends within {text}.",
        Meaning = "Then the client is locked out of the Kubernetes API.",
        Runbook = "Renew the certificate; the API server's audit log tells whose it is.",
    };
}
