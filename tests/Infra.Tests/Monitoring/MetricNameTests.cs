using System.Text.RegularExpressions;
using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>
/// Exporters have the metrics that rules and dashboards use. The files in <c>MetricNames</c> list the metrics with their version and
/// source.
/// </summary>
public partial class MetricNameTests
{
    private static readonly string Folder = StackSources.PathOf("tests", "Infra.Tests", "Monitoring", "MetricNames");

    public static TheoryData<string> Stacks => StackMonitoring.Stacks;

    [Theory]
    [MemberData(nameof(Stacks))]
    public void EveryMetric_IsExported(string stack) => Assert.True(AssertExported(StackMonitoring.CreatePlan(stack)) > 100);

    [Theory]
    [MemberData(nameof(StoreAlertTests.Stores), MemberType = typeof(StoreAlertTests))]
    public void EveryMetricOfAStore_IsExported(string store) => AssertExported(StoreAlertTests.CreatePlan(store));

    private static int AssertExported(MonitoringPlan plan)
    {
        var rules = RuleCatalogue.Create(plan).Groups.SelectMany(group => group.Rules).ToArray();
        var known = Directory
            .EnumerateFiles(Folder)
            .SelectMany(File.ReadLines)
            .Where(line => !line.StartsWith('#'))
            .Concat(rules.OfType<RecordingRule>().Select(rule => rule.Name))
            .Concat(plan.Services.SelectMany(DeclaredBy))
            .ToHashSet(StringComparer.Ordinal);

        var pages = DashboardCatalogue.Create(plan);
        var inRules = rules.Select(rule => (Where: rule.Name, rule.Expression.Text));
        var inPanels =
            from page in pages
            from panel in page.Panels
            where panel is not LogsPanel
            from target in panel.Targets
            select (Where: page.Title, target.Expression.Text);
        var inVariables = pages.SelectMany(page => page.Variables.Select(variable => (Where: page.Title, variable.Series.Text)));
        var used = inRules
            .Concat(inPanels)
            .Concat(inVariables)
            .SelectMany(expression => MetricsIn(expression.Text).Select(metric => (expression.Where, Metric: metric)))
            .ToArray();

        Assert.Empty(
            used.Where(use => !known.Contains(use.Metric) && !known.Contains(Suffix().Replace(use.Metric, "")))
                .Select(use => $"{use.Where}: {use.Metric}")
                .Distinct()
        );
        return used.Length;
    }

    [Theory]
    [InlineData(
        "sum by (a, b) (rate(x_total{y=\"z{}\",job=~\"q|r\"}[5m])) / on (a) group_left (c) max(z:w:v) > bool 1e3",
        new[] { "x_total", "z:w:v" }
    )]
    [InlineData(
        "a unless on (k) label_replace(b, \"to\", \"$1\", \"from\", \"(.*)\") or vector(0) and time() - c offset 5m < 2",
        new[] { "a", "b", "c" }
    )]
    public void MetricsIn_FindsOnlyMetrics(string expression, string[] metrics) => Assert.Equal(metrics, MetricsIn(expression));

    /// <summary>A list belongs to the version of the deployed image: a newer image needs a newer list.</summary>
    [Fact]
    public void EveryList_NamesItsVersionAndSource_AndMatchesTheImage()
    {
        var heads = Directory
            .EnumerateFiles(Folder)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => File.ReadLines(file).Take(2).ToArray());

        Assert.All(heads.Values, head =>
            Assert.True(
                head[0].StartsWith("# ", StringComparison.Ordinal) && head[1].StartsWith("# Source: ", StringComparison.Ordinal),
                head[0]
            )
        );
        Assert.All(
            new (string List, ImageReference Image)[]
            {
                ("prometheus", MonitoringImage.Prometheus.Default),
                ("prometheus-itself", MonitoringImage.Prometheus.Default),
                ("alertmanager", MonitoringImage.Alertmanager.Default),
                ("kube-state-metrics", MonitoringImage.KubeStateMetrics.Default),
                ("node-exporter", MonitoringImage.NodeExporter.Default),
                ("blackbox", MonitoringImage.Blackbox.Default),
                ("postgres-exporter", StoreExporter.Of(StoreKind.Postgres).Image),
                ("mysqld-exporter", StoreExporter.Of(StoreKind.Mysql).Image),
                ("redis-exporter", StoreExporter.Of(StoreKind.Valkey).Image),
                ("kafka-exporter", StoreExporter.Of(StoreKind.Kafka).Image),
                ("mongodb-exporter", StoreExporter.Of(StoreKind.Mongodb).Image),
                ("seaweedfs", StoreFacts.Of(StoreKind.S3).Images.Default),
            },
            list => Assert.Contains(list.Image.Tag!, heads[list.List][0], StringComparison.Ordinal)
        );
    }

    /// <summary>An expression without string literals, labels and functions.</summary>
    private static string[] MetricsIn(string expression) =>
        [
            .. Name()
                .Matches(Labels().Replace(Selector().Replace(Text().Replace(expression, "\"\""), ""), " "))
                .Select(match => match.Value)
                .Where(name => !Words().IsMatch(name)),
        ];

    private static IEnumerable<string> DeclaredBy(WatchedService service) =>
        service.Metrics is { } metrics ? new[] { metrics.Requests, metrics.Duration, metrics.Queue?.Length }.OfType<string>() : [];

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    /// <summary>Matchers and ranges.</summary>
    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Labels();

    /// <summary>A name that is not followed by an argument list.</summary>
    [GeneratedRegex(@"(?<![\w:$.])[A-Za-z_:][\w:]*(?![\w:]|\s*\()")]
    private static partial Regex Name();

    [GeneratedRegex("^(and|or|unless|bool|offset|e[0-9]+)$")]
    private static partial Regex Words();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Suffix();
}
