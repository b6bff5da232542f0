using Infra.Backend.Checks;
using Infra.Backend.Loading;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

public class MonitoringSettingsTests
{
    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        services:
          api:
            image: shop/api:1.4
            port: 8080
            owner: team-a
            metrics: {interval: 1h}
            slo: {availability: 99.9999, latency: {under: 300ms, for: 0.99}, window: 14d}
          silent:
            image: shop/silent:1
            port: 8080
            slo: {availability: 99.9}
        """;

    [Fact]
    public void AllErrors_AreReportedAtOnceWithTheirCures()
    {
        var errors = Assert
            .Throws<InvalidSettingsException>(() =>
                SettingsLoader.Load(
                    StackSources.From(
                        Catalogue,
                        """
                        config:
                          infra:monitoring:
                            retention: {time: 1h, size: 1Mi, logs: 1h}
                            images: {grafan: "a:1"}
                            receivers: {chat: {webhook: "hooks"}, mute: {}}
                            routing: {default: chats, owners: {team-b: chat}}
                          infra:cluster: {kind: simulated}
                        """
                    )
                )
            )
            .Message;

        Assert.Equal(
            """
            13 errors in the settings of stack 'dev':
              stacks/Pulumi.dev.yaml:3: monitoring.retention.time: Prometheus cannot keep metrics for 1h; write a time from 2h, the length of its blocks, to 3650d
              stacks/Pulumi.dev.yaml:3: monitoring.retention.size: 1Mi is less than Prometheus writes before it can delete its first block; write at least 512Mi
              stacks/Pulumi.dev.yaml:3: monitoring.retention.logs: Loki cannot keep logs for 1h; write a time from 1d to 3650d
              stacks/Pulumi.dev.yaml:4: monitoring.images.grafan: the monitoring stack has no part 'grafan'; did you mean 'grafana'?
              stacks/Pulumi.dev.yaml:5: monitoring.receivers.chat.webhook.url: 'hooks' is not a URL; write it as https://host/path
              stacks/Pulumi.dev.yaml:5: monitoring.receivers.mute: the receiver 'mute' has no channel; give it a webhook, email, slack or pagerDuty
              stacks/Pulumi.dev.yaml:6: monitoring.routing.default: there is no receiver 'chats'; did you mean 'chat'?
              stacks/Pulumi.dev.yaml:6: monitoring.routing.owners.team-b: no service has the owner 'team-b'; did you mean 'team-a'?
              stacks/services.yaml:8: services.api.metrics.interval: 1h is not a valid scrape interval; write a time from 1s to 2m; rates over five minutes need at least two samples
              stacks/services.yaml:9: services.api.slo.availability: 99.9999 per cent is not a valid objective; write a share from 50 to 99.999 per cent
              stacks/services.yaml:9: services.api.slo.latency.for: 0.99 per cent is not a valid objective; the unit is per cent: write 99
              stacks/services.yaml:9: services.api.slo.window: an objective over 14d is not supported; write 7d, 28d or 30d
              stacks/services.yaml:13: services.silent.slo: no metrics measure this objective; declare the service's metrics, such as 'metrics: {port: 9090}'
            """,
            errors
        );
    }

    /// <summary>Two ways to get dashboards of the same name, and an objective without metrics.</summary>
    [Fact]
    public void DuplicateDashboardNames_AndObjectivesWithoutMetrics_AreErrors()
    {
        var errors = Assert
            .Throws<InvalidSettingsException>(() =>
                SettingsLoader.Load(
                    StackSources.From(
                        """
                        name: shop
                        cluster: {kind: simulated}
                        loadBalancing: haproxy
                        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
                        services:
                          objectives: {image: "shop/objectives:1", port: 8080}
                          twice: {image: "shop/twice:1", port: 8080}
                          twice: {image: "shop/twice:2", port: 8080}
                          balanced: {image: "shop/balanced:1", port: 8080, traffic: {hosts: [a.example.com]}, slo: {availability: 99.9, latency: {under: 300ms, for: 99}}}
                        """,
                        "config:\n  infra:monitoring: local\n"
                    )
                )
            )
            .Message;

        Assert.Equal(
            """
            3 errors in the settings of stack 'dev':
              stacks/services.yaml:6: services.objectives: its dashboard would have the name of the dashboard of all objectives; rename the service
              stacks/services.yaml:8: services.twice: 'twice' is already defined in line 7; rename or remove one of the two
              stacks/services.yaml:9: services.balanced.slo.latency: the load balancer measures failures, but not the share of slow requests; declare the service's metrics, such as 'metrics: {port: 9090}'
            """,
            errors
        );
    }

    /// <summary>A service of this name would get a dashboard of the same name.</summary>
    [Fact]
    public void ReservedServiceName_IsThatOfTheDashboardOfObjectives()
    {
        var plan = StackMonitoring.CreatePlan("prod");
        var others =
            from page in DashboardCatalogue.Create(plan)
            where page.Folder == DashboardFolders.Services && page.Uid != "overview"
            where
                !plan.Services.Any(service => service.Name == page.Title) && !plan.Stores.Any(store => page.Title == $"Store {store.Name}")
            select page.Title;

        Assert.Equal(MonitoringCheck.DashboardBesideServices, Assert.Single(others), ignoreCase: true);
    }

    /// <summary>A duration needs a unit of time.</summary>
    [Theory]
    [InlineData("retention: {time: 15}", "monitoring.retention.time: 15 is not a duration")]
    [InlineData("retention: {logs: 7days}", "monitoring.retention.logs: '7days' is not a duration")]
    [InlineData("retention: {time: 40Gi}", "monitoring.retention.time: '40Gi' is not a duration")]
    [InlineData("interval: 15MB", "monitoring.interval: '15MB' is not a duration")]
    [InlineData("thresholds: {latency: 0.3}", "monitoring.thresholds.latency: 0.3 is not a duration")]
    [InlineData("routing: {wait: soon}", "monitoring.routing.wait: 'soon' is not a duration")]
    [InlineData(
        "routing: {critical: nobody-there}",
        "monitoring.routing.critical: there is no receiver 'nobody-there'; declare it under 'monitoring.receivers'"
    )]
    [InlineData("retention: {size: 4000d}", "monitoring.retention.size: '4000d'")]
    [InlineData("retention: {time: 20y}", "monitoring.retention.time: '20y' is not a duration")]
    [InlineData(
        "receivers: {mail: {email: {to: a@example.com, from: b@example.com, server: smtp}}}",
        "monitoring.receivers.mail.email.server: "
    )]
    public void WrongUnit_IsAnErrorWithItsPlace(string setting, string error)
    {
        var sources = StackSources.From("name: shop\ncluster: {kind: simulated}", $"config:\n  infra:monitoring:\n    {setting}\n");

        var errors = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Message;

        Assert.Contains($"stacks/Pulumi.dev.yaml:3: {error}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongUnit_AndMissingDefaultRoute_AreErrors()
    {
        var errors = Assert
            .Throws<InvalidSettingsException>(() =>
                SettingsLoader.Load(
                    StackSources.From(
                        "name: shop\ncluster: {kind: simulated}",
                        """
                        config:
                          infra:monitoring:
                            interval: 30
                            receivers: {a: {webhook: "https://a.example.com"}, b: {webhook: "https://b.example.com"}}
                        """
                    )
                )
            )
            .Message;

        Assert.Contains(
            "monitoring.interval: 30 is not a duration: a number and a unit (d, h, m, s, ms), at most 10000d; write it as 15s",
            errors,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "monitoring.routing: alerts without a route would have no receiver; write 'routing: {default: a}'",
            errors,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("infra:monitoring: off")]
    [InlineData("infra:faultTolerance: standard")]
    public async Task WithoutMonitoring_NothingIsDeployed(string setting)
    {
        var plan = await RecordedPlan.Create(StackSources.From("name: shop\ncluster: {kind: simulated}", $"config:\n  {setting}\n"));

        Assert.DoesNotContain(plan.KubernetesObjects(), resource => resource.Name!.Contains("prometheus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExternalMonitoring_DeploysCollectorsOnly()
    {
        var plan = await RecordedPlan.Create(
            StackSources.From(
                "name: shop\ncluster: {kind: simulated}",
                "config:\n  infra:monitoring:\n    mode: external\n    external: {prometheus: {url: \"https://metrics.example.com/write\", token: {secure: \"v1:canary\"}}, loki: \"https://logs.example.com\"}\n"
            )
        );

        Assert.True(plan.Has("StatefulSet", "prometheus"));
        Assert.True(plan.Has("DaemonSet", "fluent-bit"));
        Assert.False(plan.Has("Deployment", "grafana"));
        Assert.False(plan.Has("StatefulSet", "alertmanager"));
        Assert.False(plan.Has("StatefulSet", "loki"));
        Assert.Contains(
            "https://metrics.example.com/write",
            plan.Get("ConfigMap", "prometheus")["data.'prometheus.yaml'"]!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Credentials_AreOnlyInSecrets()
    {
        var plan = await RecordedPlan.Create(
            StackSources.From(
                "name: shop\ncluster: {kind: simulated}\nfaultTolerance: standard",
                """
                config:
                  infra:monitoring:
                    grafana: {adminPassword: {secure: "v1:canary-admin"}}
                    receivers:
                      all:
                        webhook: {secure: "v1:https://example.com/canary-hook"}
                        slack: {channel: "#a", url: {secure: "v1:https://example.com/canary-slack"}}
                        pagerDuty: {routingKey: {secure: "v1:canary-key"}}
                        email: {to: a@example.com, from: b@example.com, server: "smtp.example.com:587", username: u, password: {secure: "v1:canary-mail"}}
                """
            )
        );

        var holders = plan.KubernetesObjects()
            .Where(resource => Text(resource.Inputs).Contains("canary", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal(["alertmanager", "grafana"], holders.Select(resource => resource.Name!).Order());
        Assert.All(holders, resource => Assert.EndsWith(":Secret", resource.Type, StringComparison.Ordinal));
    }

    private static string Text(object? value) =>
        value switch
        {
            IReadOnlyDictionary<string, object> map => string.Join(' ', map.Select(entry => Text(entry.Value))),
            string text => text,
            System.Collections.IEnumerable list => string.Join(' ', list.Cast<object?>().Select(Text)),
            _ => value?.ToString() ?? "",
        };
}
