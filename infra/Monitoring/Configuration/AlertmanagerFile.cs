using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Alertmanager's configuration for a stack. It holds the receivers' credentials.</summary>
internal static class AlertmanagerFile
{
    /// <summary>The receiver of what nobody needs to be told.</summary>
    public const string Nobody = "nobody";

    private const string Title = "{{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }} ({{ .CommonLabels.stack }})";
    private const string Text = "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.runbook_url }}\n{{ end }}";

    public static AlertmanagerConfiguration Of(MonitoringPlan plan) => new()
    {
        Route = RootOf(plan),
        InhibitRules = InhibitRules(),
        Receivers = [new AlertReceiver { Name = Nobody }, .. plan.Settings.Receivers.Select(receiver => ReceiverOf(receiver.Key, receiver.Value))],
    };

    private static AlertRoute RootOf(MonitoringPlan plan)
    {
        var routing = plan.Settings.Routing;
        var fallback = routing.Default ?? (plan.Settings.Receivers.Count == 1 ? plan.Settings.Receivers.Keys.Single() : Nobody);
        return new AlertRoute
        {
            Receiver = plan.IsSilent ? Nobody : fallback,
            GroupBy = ["alertname", "namespace", "service"],
            GroupWait = routing.Wait,
            GroupInterval = routing.Interval,
            RepeatInterval = routing.Repeat,
            Routes = plan.IsSilent ? [] : [.. RoutesOf(routing)],
        };
    }

    private static IEnumerable<AlertRoute> RoutesOf(RoutingSettings routing)
    {
        yield return new AlertRoute { Receiver = Nobody, Matchers = ["alertname =~ \"Watchdog|InfoInhibitor\""] };
        if (routing.Critical is { } critical)
        {
            // The owner is told as well.
            yield return new AlertRoute { Receiver = critical, Matchers = ["severity = \"critical\""], Continue = true };
        }

        foreach (var (owner, receiver) in routing.Owners)
        {
            yield return new AlertRoute { Receiver = receiver, Matchers = [$"owner = \"{owner}\""] };
        }
    }

    private static ImmutableArray<InhibitRule> InhibitRules() =>
    [
        // What is critical need not be told as a warning as well.
        new(["severity = \"critical\""], ["severity =~ \"warning|info\""], ["alertname", "namespace", "service", "pod", "instance"]),
        new(["severity = \"warning\""], ["severity = \"info\""], ["alertname", "namespace", "service", "pod", "instance"]),

        // Information is worth telling only beside something worse in its namespace.
        new(["alertname = \"InfoInhibitor\""], ["severity = \"info\""], ["namespace"]),

        // A node that is down takes its pods with it.
        new(["alertname =~ \"KubeNodeNotReady|KubeNodeUnreachable\""], ["alertname =~ \"KubePod.+|KubeContainerWaiting|KubeletDown\""], ["node"]),

        // A service that is gone is neither slow nor broken.
        new(["alertname = \"ServiceHeartbeatLost\""], ["alertname =~ \"Service.+\"", "alertname != \"ServiceHeartbeatLost\""], ["namespace", "service"]),
    ];

    private static AlertReceiver ReceiverOf(string name, ReceiverSettings receiver) => new()
    {
        Name = name,
        WebhookConfigs = receiver.Webhook is { } webhook ? [new WebhookReceiver(webhook.Url.Value, true)] : [],
        EmailConfigs = receiver.Email is { } email ? [EmailOf(email)] : [],
        SlackConfigs = receiver.Slack is { } slack ? [new SlackReceiver(slack.Url.Value, slack.Channel, Title, Text, true)] : [],
        PagerDutyConfigs = receiver.PagerDuty is { } pagerDuty ? [new PagerDutyReceiver(pagerDuty.RoutingKey.Value, Title, true)] : [],
    };

    private static EmailReceiver EmailOf(EmailSettings email) => new(
        email.To,
        email.From,
        string.Create(CultureInfo.InvariantCulture, $"{email.Server.Host}:{email.Server.Port}"),
        email.Username,
        email.Password?.Value,
        true);
}
