using System.Text.RegularExpressions;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Rules;

namespace Infra.Tests.Monitoring;

/// <summary>Texts of alerts and dashboards use the terms of Prometheus and Kubernetes.</summary>
public partial class MonitoringTextTests
{
    [Fact]
    public void AlertsAndDashboards_AvoidTheWordsThatTheGlossaryExcludes()
    {
        var plan = StackMonitoring.CreatePlan("prod");
        var alerts = RuleCatalogue.Create(plan).Alerts.SelectMany(alert => new[] { alert.Summary, alert.Meaning, alert.Runbook });
        var dashboards = DashboardCatalogue
            .Create(plan)
            .SelectMany(page =>
                page.Panels.SelectMany(panel => new[] { panel.Title, panel.Description })
                    .Concat(page.Rows.Select(row => row.Title))
                    .Append(page.Description)
            );

        Assert.DoesNotContain(alerts.Concat(dashboards), text => ExcludedWords().IsMatch(text));
    }

    [GeneratedRegex(
        @"\b(measurements?|processors?|knows?|tells?|silent|nobody|again and again|goes back|look at|stores nothing)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex ExcludedWords();
}
