using System.Text.RegularExpressions;
using Infra.Monitoring.Dashboards;
using Infra.Monitoring.Rules;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>Metrics that rules and dashboards use are ones their exporters have: the lists say of which version and from where.</summary>
public class MetricNameTests
{
    [Theory]
    [InlineData("kube-state-metrics.txt", "kube_")]
    [InlineData("alertmanager.txt", "alertmanager_")]
    public void EveryMetric_IsOneItsExporterHas(string list, string prefix)
    {
        var known = File.ReadAllLines(StackSources.PathOf("tests", "Infra.Tests", "Monitoring", "MetricNames", list)).ToHashSet(StringComparer.Ordinal);
        var plan = StackMonitoring.PlanOf("prod");
        var expressions = RuleCatalogue.Of(plan).Groups.SelectMany(group => group.Rules).Select(rule => rule.Expression.Text)
            .Concat(DashboardCatalogue.Of(plan).SelectMany(dashboard => dashboard.Panels).SelectMany(panel => panel.Targets).Select(target => target.Expression.Text));

        var used = expressions.SelectMany(expression => Regex.Matches(expression, $@"\b{prefix}[a-z0-9_]+")).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToArray();

        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.Contains(name.EndsWith("_bucket", StringComparison.Ordinal) ? name[..^"_bucket".Length] : name, known));
    }
}
