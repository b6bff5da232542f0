using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;

namespace Infra.Tests.Monitoring;

/// <summary>promtool and amtool accept what is generated for the three stacks.</summary>
public class RuleFileTests
{
    public static TheoryData<string> Stacks => StackMonitoring.Stacks;

    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Stacks))]
    public async Task Rules_PassPromtool(string stack)
    {
        using var folder = new TemporaryFolder();
        var written = RuleFiles.Write(RuleCatalogue.Create(StackMonitoring.CreatePlan(stack)));
        var files = written.Select(file => folder.Write(file.Key, file.Value)).ToArray();

        var (exitCode, output) = await Tool.Run(Tool.Promtool, ["check", "rules", .. files]);

        Assert.True(exitCode == 0, output);
    }

    /// <summary>Debian builds Prometheus without Kubernetes discovery, so the check leaves that section out.</summary>
    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Stacks))]
    public async Task Configuration_PassesPromtool(string stack)
    {
        using var folder = new TemporaryFolder();
        var configuration = PrometheusFile.Create(StackMonitoring.CreatePlan(stack));
        var checkable = configuration with
        {
            ScrapeConfigs = [.. configuration.ScrapeConfigs.Select(job => job with { KubernetesSdConfigs = [] })],
        };
        var file = folder.Write("prometheus.yaml", ConfigurationFile.Write(checkable));

        var (exitCode, output) = await Tool.Run(Tool.Promtool, "check", "config", "--syntax-only", file);

        Assert.True(exitCode == 0, output);
    }

    [ToolTheory(Tool.Amtool)]
    [MemberData(nameof(Stacks))]
    public async Task Routing_PassesAmtool(string stack)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("alertmanager.yaml", ConfigurationFile.Write(AlertmanagerFile.Create(StackMonitoring.CreatePlan(stack))));

        var (exitCode, output) = await Tool.Run(Tool.Amtool, "check-config", file);

        Assert.True(exitCode == 0, output);
    }

    [ToolTheory(Tool.Amtool)]
    [InlineData("prod", "chat", "alertname=KubePodNotReady", "severity=warning")]
    [InlineData("prod", "on-call", "alertname=KubeAPIDown", "severity=critical")]
    [InlineData("prod", "on-call,checkout", "alertname=ServiceHeartbeatLost", "severity=critical", "owner=team-checkout")]
    [InlineData("prod", "checkout", "alertname=ServiceSlow", "severity=warning", "owner=team-checkout")]
    [InlineData("prod", "nobody", "alertname=Watchdog", "severity=none")]
    [InlineData("staging", "chat", "alertname=KubeAPIDown", "severity=critical")]
    [InlineData("dev", "nobody", "alertname=KubeAPIDown", "severity=critical")]
    public async Task Alerts_AreRoutedToTheirReceivers(string stack, string receivers, params string[] labels)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("alertmanager.yaml", ConfigurationFile.Write(AlertmanagerFile.Create(StackMonitoring.CreatePlan(stack))));

        var (exitCode, output) = await Tool.Run(
            Tool.Amtool,
            ["config", "routes", "test", $"--config.file={file}", $"--verify.receivers={receivers}", .. labels]
        );

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void EveryAlert_HasASeverityAndTexts(string stack)
    {
        foreach (var alert in RuleCatalogue.Create(StackMonitoring.CreatePlan(stack)).Alerts)
        {
            Assert.All([alert.Summary, alert.Meaning, alert.Runbook], text => Assert.False(string.IsNullOrWhiteSpace(text), alert.Name));
            Assert.True(alert.Severity != Severity.None || alert.Name is "Watchdog" or "InfoInhibitor", alert.Name);
        }
    }
}
