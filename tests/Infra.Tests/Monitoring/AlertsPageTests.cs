using System.Globalization;
using System.Text;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Values;
using Infra.Tests.Documentation;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The page of all alerts is made from the rules.</summary>
public class AlertsPageTests
{
    [Fact]
    public void AlertsPage_IsTheOneCommitted() => GeneratedFile.AssertCurrent(["docs", "alerts.md"], Page());

    /// <summary>Where the README and the page on monitoring say Grafana and its password are, there they are.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/monitoring.md")]
    public async Task CommandsInTheDocumentation_NameWhatIsDeployed(string page)
    {
        var text = await File.ReadAllTextAsync(StackSources.PathOf(page.Split('/')));
        var plan = await RecordedPlan.OfStack("dev");
        var grafana = plan.The("Deployment", "grafana");

        Assert.Contains($"kubectl -n {grafana["metadata.namespace"]} port-forward deploy/{grafana["metadata.name"]} {grafana.Container["ports[0].containerPort"]}", text, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {grafana["metadata.namespace"]} exec deploy/{grafana["metadata.name"]} -- cat {Grafana.PasswordFile}", text, StringComparison.Ordinal);
    }

    /// <summary>The link in an alert leads to its place on the page.</summary>
    [Fact]
    public void EveryAlertOfEveryStack_StandsOnThePage()
    {
        var headings = Page().Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..]).ToHashSet(StringComparer.Ordinal);

        Assert.All(StackMonitoring.Names.SelectMany(stack => RuleCatalogue.Create(StackMonitoring.PlanOf(stack)).Alerts), alert => Assert.Contains(alert.Name, headings));
        Assert.All(ServiceAlertTests.Names, name => Assert.Contains(name, headings));
    }

    private static string Page()
    {
        var text = new StringBuilder("# Alerts\n\nEvery alert, generated from the rules: when it fires, what it means, what to do. Those about the cluster are as in the stack `prod`, those about services as in a service that declares everything.\n");
        var cluster = RuleCatalogue.Create(StackMonitoring.PlanOf("prod")).Groups.Where(group => !IsOfService(group));
        var services = new[] { Service("slo: null"), Service("slo: {availability: 99.9, latency: {under: 300ms, for: 99}}") }
            .SelectMany(settings => RuleCatalogue.Create(StackMonitoring.PlanOf(StackSources.From(settings, ""))).Groups.Where(IsOfService))
            .DistinctBy(group => group.Name);
        foreach (var group in cluster.Concat(services).Where(group => group.Rules.OfType<AlertRule>().Any()))
        {
            Append(text, group);
        }

        return text.ToString();
    }

    private static bool IsOfService(RuleGroup group) => group.Name.StartsWith("service-", StringComparison.Ordinal) || group.Name.StartsWith("slo-", StringComparison.Ordinal);

    private static string Service(string objectives) =>
        $$"""
        name: shop
        cluster: {kind: simulated}
        faultTolerance: standard
        monitoring: local
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 200m, memory: 256Mi} } }
        services:
          example: {image: "shop/example:1", port: 8080, owner: team, metrics: {port: 9090, queue: {length: jobs_waiting, max: 1000} }, scaling: {min: 2, max: 5}, traffic: {expose: loadBalancer, hosts: [shop.example.com]}, {{objectives}} }
        """;

    private static void Append(StringBuilder text, RuleGroup group)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {group.Name}\n");
        foreach (var alerts in group.Rules.OfType<AlertRule>().GroupBy(alert => alert.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {alerts.Key}\n");
            foreach (var alert in alerts)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n**{alert.Severity}**{(alert.For == TimeSpan.Zero ? "" : $", after {Duration.Format(alert.For)}")}: {alert.Summary}\n\n{alert.Meaning} {alert.Runbook}\n\n```promql\n{alert.Expression}\n```\n");
            }
        }
    }
}
