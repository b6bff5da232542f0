using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>
/// Every alert that a service gets from its declaration fires under its condition, after its waiting time, and only then.
/// </summary>
public class ServiceAlertTests
{
    /// <summary>A service of every kind, with and without each setting that adds alerts.</summary>
    private const string Catalogue = """
        name: shop
        cluster: {kind: simulated}
        faultTolerance: standard
        loadBalancing: haproxy
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 200m, memory: 256Mi}}}
        keda: true
        stores: {jobs: {kind: rabbitmq, form: external, host: mq.example.com, secret: jobs}}
        monitoring: {thresholds: {errorPercent: 2, latency: 400ms, saturationPercent: 80, throttledPercent: 10, certificateExpiry: 21d}}
        services:
          plain: {image: "shop/plain:1", port: 8080, health: {detectWithin: 15s}}
          plain-sibling: {image: "shop/plain-sibling:1", port: 8080}
          measured: {image: "shop/measured:1", port: 8080, metrics: {port: 9090, requests: rpc_total, status: status, duration: rpc_seconds}, scaling: {min: 2, max: 5}}
          canaried: {image: "shop/canaried:1", port: 8080, versions: {canary: {tag: "2", weight: 10}}, scaling: {min: 2, max: 5}}
          balanced: {image: "shop/balanced:1", port: 8080, traffic: {hosts: [shop.example.com]}}
          promising: {image: "shop/promising:1", port: 8080, metrics: {port: 9090}, slo: {availability: 99.9, latency: {under: 300ms, for: 99}}}
          consumer: {kind: worker, image: "shop/consumer:1", health: {command: [check]}, metrics: {port: 9090, queue: {length: jobs_waiting, max: 50, for: 3m}}}
          sleeper: {kind: worker, image: "shop/sleeper:1", uses: [jobs], scaling: {min: 0, max: 5, queue: {store: jobs, name: mails, length: 20}}}
          store: {kind: stateful, image: "shop/store:1", port: 5432, traffic: {protocol: tcp}, volumes: {data: {size: 1Gi, mount: /data}}}
          collector: {kind: daemon, image: "shop/collector:1"}
          nightly: {kind: cron, image: "shop/nightly:1", schedule: {cron: "0 3 * * *"}}
          migration: {kind: job, image: "shop/migration:1"}
          a-service-with-a-name-that-leaves-kubernetes-little-room: {image: "shop/long:1", port: 8080}
        """;

    private static readonly MonitoringPlan[] Plans =
    [
        StackMonitoring.CreatePlan(StackSources.From(Catalogue, "")),
        .. StackMonitoring.Names.Select(StackMonitoring.CreatePlan),
    ];

    public static IEnumerable<object[]> Services =>
        from plan in Plans.Index()
        from service in plan.Item.Services
        select new object[] { plan.Index, service.Name };

    public static IEnumerable<object[]> ServicesOfEveryKind => Plans[0].Services.Select(service => new object[] { service.Name });

    [Theory]
    [MemberData(nameof(Services))]
    public void EveryAlertOfAService_HasAnExample(int plan, string name)
    {
        var examples = ExamplesOf(plan, name, out var group);

        Assert.NotEmpty(group.Rules);
        Assert.Empty(group.Rules.OfType<AlertRule>().Where(alert => examples.Find(alert) is null).Select(alert => alert.Name));
    }

    /// <summary>All alerts that a service can have, except those of its objectives.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "ServiceAtMaximumScale",
        "ServiceCertificateExpiring",
        "ServiceCpuSaturated",
        "ServiceErrorsHigh",
        "ServiceHeartbeatLost",
        "ServiceMemorySaturated",
        "ServiceOutOfMemory",
        "ServiceQueueLong",
        "ServiceRequestsStopped",
        "ServiceRestarting",
        "ServiceRolloutStuck",
        "ServiceSlow",
        "ServiceThrottled",
        "ServiceUnreachable",
    ];

    [Fact]
    public void Names_AreThoseOfAllAlerts() =>
        Assert.Equal(
            Names,
            GroupsOf(Plans[0]).SelectMany(group => group.Rules.OfType<AlertRule>()).Select(alert => alert.Name).Distinct().Order()
        );

    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(ServicesOfEveryKind))]
    public async Task EveryAlertOfAService_FiresAfterItsWaitingTime_AndOnlyThen(string name)
    {
        var examples = ExamplesOf(0, name, out var group);

        var tests = group
            .Rules.OfType<AlertRule>()
            .SelectMany(alert =>
            {
                var labels = $"alertname=\"{alert.Name}\",severity=\"{ScalarType.EnumName(alert.Severity.ToString())}\",service=\"{name}\"";
                return examples.Find(alert)!.Tests(labels, alert.For, alert.For);
            });

        foreach (var sameInterval in tests.GroupBy(test => test.Interval))
        {
            await PromtoolTest.Run(group, [.. sameInterval]);
        }
    }

    [Theory]
    [InlineData("plain", "plain-7d9c5b8f6d-x2k9q", true)]
    [InlineData("plain", "plain-sibling-7d9c5b8f6d-x2k9q", false)]
    [InlineData("canaried", "canaried-7d9c5b8f6d-x2k9q", true)]
    [InlineData("canaried", "canaried-canary-7d9c5b8f6d-x2k9q", true)]
    [InlineData("store", "store-0", true)]
    [InlineData("nightly", "nightly-29012345-x2k9q", true)]
    [InlineData(
        "a-service-with-a-name-that-leaves-kubernetes-little-room",
        "a-service-with-a-name-that-leaves-kubernetes-little-room-7x2k9q",
        true
    )]
    public void PodPattern_MatchesOnlyThePodsOfTheService(string service, string pod, bool isMatch) =>
        Assert.Equal(
            isMatch,
            System.Text.RegularExpressions.Regex.IsMatch(
                pod,
                $"^(?:{ServicePodSelector.Pattern(Plans[0].Services.Single(watched => watched.Name == service))})$"
            )
        );

    private static ServiceAlertExamples ExamplesOf(int plan, string name, out RuleGroup group)
    {
        group = GroupsOf(Plans[plan]).Single(group => group.Name == $"service-{name}");
        return new ServiceAlertExamples(Plans[plan].Services.Single(service => service.Name == name), Plans[plan]);
    }

    private static IEnumerable<RuleGroup> GroupsOf(MonitoringPlan plan) =>
        RuleCatalogue.Create(plan).Groups.Where(group => group.Name.StartsWith("service-", StringComparison.Ordinal));
}
