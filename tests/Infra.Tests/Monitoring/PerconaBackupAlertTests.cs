using System.Text.Json.Nodes;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The alerts on backups that Percona's operators make fire under their conditions, and only then.</summary>
public class PerconaBackupAlertTests
{
    private const string Settings = """
        faultTolerance: standard
        monitoring: {}
        stores:
          users: {kind: mysql, form: operator, backup: {to: backups, every: 6h}}
          documents: {kind: mongodb, form: operator, backup: {to: backups, every: 6h}}
          backups:
            kind: s3
            form: external
            host: s3.example.com
            secret: backups
            keys: {username: AWS_ACCESS_KEY_ID, password: AWS_SECRET_ACCESS_KEY}
        """;

    private const string Services = "web: {image: \"shop/web:1\", port: 8080, uses: [users, documents]}";

    private static readonly RuleGroup Group = RuleCatalogue
        .Create(
            StackMonitoring.CreatePlan(
                StackSources.Simulated(
                    $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\n{Settings}\nservices:\n  {Services}\n",
                    ""
                )
            )
        )
        .Groups.Single(group => group.Name == "percona-backups");

    [Fact]
    public void TheGroup_HasBothAlertsForEachStore() =>
        Assert.Equal(
            ["StoreBackupOld users", "StoreBackupFailed users", "StoreBackupOld documents", "StoreBackupFailed documents"],
            Group.Rules.OfType<AlertRule>().Select(alert => $"{alert.Name} {alert.Labels["store"]}")
        );

    [ToolTheory(Tool.Promtool)]
    [InlineData("users", "Failed")]
    [InlineData("documents", "error")]
    [InlineData("documents", "rejected")]
    public async Task Alerts_FireUnderTheirConditions(string store, string failed)
    {
        await AssertAsync("StoreBackupOld", true, Of("completed_timestamp_seconds", "1", "-30000+0x60"));
        await AssertAsync(
            "StoreBackupOld",
            false,
            Of("completed_timestamp_seconds", "1", "-30000+0x60"),
            Of("completed_timestamp_seconds", "2", "-10+0x60")
        );
        await AssertAsync("StoreBackupOld", true, Created("-30000+0x60"));
        await AssertAsync("StoreBackupOld", false, Created("-10+0x60"));
        await AssertAsync("StoreBackupFailed", true, Run("2", "20+0x60", "1+0x60"), Of("completed_timestamp_seconds", "1", "10+0x60"));
        await AssertAsync("StoreBackupFailed", true, Run("2", "20+0x60", "1+0x60"));
        await AssertAsync("StoreBackupFailed", false, Run("2", "20+0x60", "1+0x60"), Of("completed_timestamp_seconds", "3", "30+0x60"));
        await AssertAsync("StoreBackupFailed", false, Run("2", "20+0x60", "0+0x60"));

        PromtoolTest.InputSeries[] Of(string metric, string backup, string values, string labels = "") =>
            [new($"store_backup_{metric}{{namespace=\"shop\",store=\"{store}\",backup=\"{backup}\"{labels}}}", values)];

        PromtoolTest.InputSeries[] Created(string values) =>
            [new($"store_created_timestamp_seconds{{namespace=\"shop\",store=\"{store}\"}}", values)];

        PromtoolTest.InputSeries[] Run(string backup, string created, string isFailed) =>
            [.. Of("created_timestamp_seconds", backup, created), .. Of("state", backup, isFailed, $",state=\"{failed}\"")];

        Task AssertAsync(string alert, bool isFiring, params PromtoolTest.InputSeries[][] series)
        {
            var minute = TimeSpan.FromMinutes(1);
            var expected = PromtoolTest.Firing($"alertname=\"{alert}\",store=\"{store}\"", 30 * minute, isFiring);
            return PromtoolTest.Run(Group, [new PromtoolTest(minute, [.. series.SelectMany(one => one)], [expected])]);
        }
    }

    [Fact]
    public async Task KubeStateMetrics_ReadsTheBackups_AndMayReadNoOtherCustomResources()
    {
        var plan = await RecordedPlan.ForServices(Services, Settings);

        var container = plan.Get("Deployment", "kube-state-metrics").Container;
        Assert.Contains(
            "--custom-resource-state-config-file=/etc/kube-state-metrics/resources.yaml",
            container.List("args").Select(argument => argument.Value)
        );
        var rules = plan.Get("ClusterRole", "shop-dev-kube-state-metrics").List("rules");
        Assert.Equal(
            ["perconaxtradbclusterbackups", "perconaxtradbclusters"],
            rules
                .Single(rule => rule.List("apiGroups").Any(group => group.Value is "pxc.percona.com"))
                .List("resources")
                .Select(resource => resource.Value)
                .Order()
        );
        Assert.All(rules, rule => Assert.Equal(["list", "watch"], rule.List("verbs").Select(verb => verb.Value)));
    }

    [Fact]
    public async Task KubeStateMetrics_WithoutSuchStores_ReadsNoCustomResources()
    {
        var plan = await RecordedPlan.ForServices("web: {image: a:1, port: 8080}", "faultTolerance: development\nmonitoring: {}");

        Assert.DoesNotContain(plan.Get("Deployment", "kube-state-metrics").Container.List("args"), argument =>
            ((string)argument.Value!).StartsWith("--custom-resource", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(plan.Get("ClusterRole", "shop-dev-kube-state-metrics").List("rules"), rule =>
            rule.List("apiGroups").Any(group => group.Value is "apiextensions.k8s.io")
        );
    }

    [Theory]
    [InlineData("Mysql", "Suspended Starting Running Failed Succeeded")]
    [InlineData("Mongodb", "waiting requested rejected running error ready")]
    public void TheFile_NamesTheStatesOfTheOperator(string kind, string states)
    {
        var file = JsonNode.Parse(CustomResourceMetrics.Write([PerconaKinds.Of(Enum.Parse<StoreKind>(kind))]))!;

        var metrics = file["spec"]!["resources"]!.AsArray().Last()!["metrics"]!.AsArray();
        var list = metrics.Single(metric => (string?)metric!["each"]!["type"] == "StateSet")!["each"]!["stateSet"]!["list"]!.AsArray();
        Assert.Equal(states, string.Join(' ', list.Select(state => (string?)state)));
    }
}
