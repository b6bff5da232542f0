using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Creates Alertmanager's configuration, which contains the credentials of the receivers.</summary>
internal static class AlertmanagerFile
{
    /// <summary>The receiver that sends nothing.</summary>
    public const string NullReceiver = "nobody";

    private const string Title = "{{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }} ({{ .CommonLabels.stack }})";
    private const string Text = "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.runbook_url }}\n{{ end }}";

    public static AlertmanagerConfiguration Create(MonitoringPlan plan) =>
        new()
        {
            Route = RootRoute(plan),
            InhibitRules = InhibitRules(),
            Receivers =
            [
                new AlertReceiver { Name = NullReceiver },
                .. plan.Settings.Receivers.Select(receiver => CreateReceiver(receiver.Key, receiver.Value)),
            ],
        };

    private static AlertRoute RootRoute(MonitoringPlan plan)
    {
        var routing = plan.Settings.Routing;
        var fallback = routing.Default ?? (plan.Settings.Receivers.Count == 1 ? plan.Settings.Receivers.Keys.Single() : NullReceiver);
        return new AlertRoute
        {
            Receiver = plan.IsSilent ? NullReceiver : fallback,
            GroupBy = ["alertname", "namespace", "service"],
            GroupWait = routing.Wait,
            GroupInterval = routing.Interval,
            RepeatInterval = routing.Repeat,
            Routes = plan.IsSilent ? [] : [.. Routes(routing)],
        };
    }

    private static IEnumerable<AlertRoute> Routes(RoutingSettings routing)
    {
        yield return new AlertRoute { Receiver = NullReceiver, Matchers = ["alertname =~ \"Watchdog|InfoInhibitor\""] };
        if (routing.Critical is { } critical)
        {
            // The routes of the owners follow.
            yield return new AlertRoute
            {
                Receiver = critical,
                Matchers = ["severity = \"critical\""],
                Continue = true,
            };
        }

        foreach (var (owner, receiver) in routing.Owners)
        {
            yield return new AlertRoute { Receiver = receiver, Matchers = [$"owner = \"{owner}\""] };
        }
    }

    private static ImmutableArray<InhibitRule> InhibitRules() =>
        [
            // A critical alert mutes the warning of the same name.
            new(["severity = \"critical\""], ["severity =~ \"warning|info\""], ["alertname", "namespace", "service", "pod", "instance"]),
            new(["severity = \"warning\""], ["severity = \"info\""], ["alertname", "namespace", "service", "pod", "instance"]),
            // Informational alerts are sent only beside a worse one of their namespace.
            new(["alertname = \"InfoInhibitor\""], ["severity = \"info\""], ["namespace"]),
            // A failed node explains the failure of its pods.
            new(
                ["alertname =~ \"KubeNodeNotReady|KubeNodeUnreachable\""],
                ["alertname =~ \"KubePod.+|KubeContainerWaiting|KubeletDown\""],
                ["node"]
            ),
            // A service without ready pods has no other alerts.
            new(
                ["alertname = \"ServiceHeartbeatLost\""],
                ["alertname =~ \"Service.+\"", "alertname != \"ServiceHeartbeatLost\""],
                ["namespace", "service"]
            ),
        ];

    private static AlertReceiver CreateReceiver(string name, ReceiverSettings receiver) =>
        new()
        {
            Name = name,
            WebhookConfigs = receiver.Webhook is { } webhook ? [new WebhookReceiver(webhook.Url.Value, true)] : [],
            EmailConfigs = receiver.Email is { } email ? [CreateEmail(email)] : [],
            SlackConfigs = receiver.Slack is { } slack ? [new SlackReceiver(slack.Url.Value, slack.Channel, Title, Text, true)] : [],
            PagerDutyConfigs = receiver.PagerDuty is { } pagerDuty ? [new PagerDutyReceiver(pagerDuty.RoutingKey.Value, Title, true)] : [],
        };

    private static EmailReceiver CreateEmail(EmailSettings email) =>
        new(
            email.To,
            email.From,
            string.Create(CultureInfo.InvariantCulture, $"{email.Server.Host}:{email.Server.Port}"),
            email.Username,
            email.Password?.Value,
            true
        );
}
