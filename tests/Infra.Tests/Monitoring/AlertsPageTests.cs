using System.Globalization;
using System.Text;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Values;
using Infra.Tests.Documentation;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The page of all alerts is generated from the rules.</summary>
public class AlertsPageTests
{
    [Fact]
    public void AlertsPage_IsCurrent() => GeneratedFile.AssertCurrent(["docs", "alerts.md"], Page());

    /// <summary>The documented commands reach the deployed Grafana and its password.</summary>
    [Fact]
    public async Task DocumentedCommands_NameDeployedObjects()
    {
        var text = await File.ReadAllTextAsync(StackSources.PathOf("docs", "monitoring.md"));
        var plan = await RecordedPlan.ForStack("dev");
        var grafana = plan.Get("Deployment", "grafana");

        var (ns, name, port) = (grafana["metadata.namespace"], grafana["metadata.name"], grafana.Container["ports[0].containerPort"]);
        Assert.Contains($"kubectl -n {ns} port-forward deploy/{name} {port}", text, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {ns} exec deploy/{name} -- cat {Grafana.PasswordFile}", text, StringComparison.Ordinal);
    }

    /// <summary>The link of an alert leads to its heading.</summary>
    [Fact]
    public void EveryAlertOfEveryStack_IsOnThePage()
    {
        var headings = Page()
            .Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => line[4..])
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(StackMonitoring.Names.SelectMany(stack => RuleCatalogue.Create(StackMonitoring.CreatePlan(stack)).Alerts), alert =>
            Assert.Contains(alert.Name, headings)
        );
        Assert.All(ServiceAlertTests.Names, name => Assert.Contains(name, headings));
    }

    private static string Page()
    {
        var text = new StringBuilder(
            """
            # Alerts

            All alerts, generated from the rules: when each of them fires, what it means and what to do. Alerts on the cluster are
            those of the stack `prod`; alerts on services are those of a service that declares every setting; alerts on stores are those
            of a store of each kind.

            """
        );
        var cluster = RuleCatalogue
            .Create(StackMonitoring.CreatePlan("prod"))
            .Groups.Where(group => !IsAboutAService(group) && !IsAboutAStore(group));
        var services = new[] { Service("slo: null"), Service("slo: {availability: 99.9, latency: {under: 300ms, for: 99}}") }
            .SelectMany(settings => RuleCatalogue.Create(StackMonitoring.CreatePlan(StackSources.From(settings, ""))).Groups)
            .Where(IsAboutAService)
            .DistinctBy(group => group.Name);
        var stores = AlertExamples.ByStore.Keys.Select(store => StoreAlertTests.FindGroup(store) with { Name = $"store-{store}" });
        foreach (var group in cluster.Concat(services).Concat(stores).Where(group => group.Rules.OfType<AlertRule>().Any()))
        {
            Append(text, group);
        }

        return text.ToString();
    }

    private static bool IsAboutAService(RuleGroup group) =>
        group.Name.StartsWith("service-", StringComparison.Ordinal) || group.Name.StartsWith("slo-", StringComparison.Ordinal);

    private static bool IsAboutAStore(RuleGroup group) => group.Name.StartsWith("store-", StringComparison.Ordinal);

    private static string Service(string objectives) =>
        $$"""
            name: shop
            cluster: {kind: simulated}
            faultTolerance: standard
            monitoring: local
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 200m, memory: 256Mi} } }
            services:
              example:
                image: shop/example:1
                port: 8080
                owner: team
                metrics: {port: 9090, queue: {length: jobs_waiting, max: 1000} }
                scaling: {min: 2, max: 5}
                traffic: {expose: loadBalancer, hosts: [shop.example.com]}
                {{objectives}}
            """;

    private static void Append(StringBuilder text, RuleGroup group)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {group.Name}\n");
        foreach (var alerts in group.Rules.OfType<AlertRule>().GroupBy(alert => alert.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {alerts.Key}\n");
            foreach (var alert in alerts)
            {
                var after = alert.For == TimeSpan.Zero ? "" : $", after {Duration.Format(alert.For)}";
                text.Append(CultureInfo.InvariantCulture, $"\n**{alert.Severity}**{after}: {alert.Summary}\n");
                text.Append(CultureInfo.InvariantCulture, $"\n{alert.Meaning} {alert.Runbook}\n");
                text.Append(CultureInfo.InvariantCulture, $"\n```promql\n{alert.Expression}\n```\n");
            }
        }
    }
}
