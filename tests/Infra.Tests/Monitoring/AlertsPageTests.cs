using System.Globalization;
using System.Text;
using Infra.Monitoring.Parts;
using Infra.Monitoring.Rules;
using Infra.Settings.Values;
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

    private static string Page()
    {
        var text = new StringBuilder("# Alerts\n\nEvery alert of the stack `prod`, generated from the rules. Services have theirs from their declaration.\n");
        foreach (var group in RuleCatalogue.Of(StackMonitoring.PlanOf("prod")).Groups.Where(group => group.Rules.OfType<AlertRule>().Any()))
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

        return text.ToString();
    }
}
