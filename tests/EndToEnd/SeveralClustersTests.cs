using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>One stack on two simulated clusters, through the real command and the real kubectl.</summary>
public sealed class SeveralClustersTests
{
    private const string Stack = "regions";

    private const string Settings = """
        config:
          infra:faultTolerance: development
          infra:clusters:
            eu: { kind: simulated, region: eu-central-1, weight: 2 }
            us: { kind: simulated, region: us-east-1 }
          infra:services:
            gateway:
              traffic: { hosts: [shop.example.com] }
            reports:
              clusters: [eu]
          infra:stores:
            orders-db: { data: disposable }
            queue: { data: disposable }
        """;

    [KubectlFact]
    public async Task Up_OnTwoClusters_EachHasItsServices_AndTheDnsOutputHasTheirAddresses()
    {
        await using var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(sandbox.StackFile(Stack), Settings);

        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();
        foreach (
            var (cluster, services) in ((string, string[])[])
                [
                    ("regions-eu", ["catalog", "gateway", "notifications", "orders", "payments", "reports"]),
                    ("regions-us", ["catalog", "gateway", "notifications", "orders", "payments"]),
                ]
        )
        {
            var objects = JsonNode.Parse(
                (await sandbox.KubectlOnAsync(cluster, "get", "deployments,cronjobs", "-n", "shop", "-o", "json")).ShouldSucceed().Output
            )!["items"]!.AsArray();
            Assert.Equal(services, objects.Select(item => item!["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
            Assert.All(objects.Where(item => item!["kind"]!.GetValue<string>() == "Deployment"), deployment =>
                Assert.Equal(1, deployment!["status"]?["availableReplicas"]?.GetValue<int>())
            );
        }

        await DnsShouldKnowTheAddressesAsync(sandbox);
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes", "--expect-no-changes")).ShouldSucceed();
        await ARenderingShouldHaveAFolderForEachClusterAsync(sandbox);

        (await sandbox.InfraAsync("destroy", "--stack", Stack, "--yes")).ShouldSucceed();
        foreach (var cluster in (string[])["regions-eu", "regions-us"])
        {
            Assert.DoesNotContain(
                "shop",
                (await sandbox.KubectlOnAsync(cluster, "get", "namespaces")).ShouldSucceed().Output,
                StringComparison.Ordinal
            );
        }

        await StatusShouldBecomeAsync(sandbox, running: true);
        (await sandbox.InfraAsync("cluster", "stop", "--stack", Stack)).ShouldSucceed();
        await StatusShouldBecomeAsync(sandbox, running: false);
    }

    private static async Task DnsShouldKnowTheAddressesAsync(Sandbox sandbox)
    {
        var outputs = JsonNode.Parse((await sandbox.InfraAsync("stack", "output", "--stack", Stack, "--json")).ShouldSucceed().Output)!;
        foreach (
            var (record, cluster, region, weight) in outputs["dns"]!["shop.example.com"]!
                .AsArray()
                .Zip([("eu", "eu-central-1", 2), ("us", "us-east-1", 1)], (record, wanted) =>
                    (record!, wanted.Item1, wanted.Item2, wanted.Item3)
                )
        )
        {
            Assert.Equal(
                (cluster, region, weight),
                (record["cluster"]!.GetValue<string>(), record["region"]!.GetValue<string>(), record["weight"]!.GetValue<int>())
            );
            var given = JsonNode.Parse(
                (await sandbox.KubectlOnAsync($"regions-{cluster}", "get", "service", "gateway", "-n", "shop", "-o", "json"))
                    .ShouldSucceed()
                    .Output
            )!;
            Assert.Equal(
                given["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.GetValue<string>(),
                record["address"]!.GetValue<string>()
            );
        }
    }

    private static async Task ARenderingShouldHaveAFolderForEachClusterAsync(Sandbox sandbox)
    {
        (await sandbox.InfraAsync("render", "--stack", Stack, "--out", "manifests")).ShouldSucceed();
        var (eu, us) = (Files("eu"), Files("us"));
        Assert.Contains("apps_v1-deployment-shop-catalog.yaml", us);
        Assert.Contains("batch_v1-cronjob-shop-reports.yaml", eu.Except(us, StringComparer.Ordinal));

        string[] Files(string cluster) =>
            [
                .. Directory
                    .EnumerateFiles(Path.Combine(sandbox.Directory, "manifests", cluster, "1-manifest"))
                    .Select(path => Path.GetFileName(path)),
            ];
    }

    private static async Task StatusShouldBecomeAsync(Sandbox sandbox, bool running)
    {
        var statuses = JsonNode
            .Parse((await sandbox.InfraAsync("cluster", "status", "--stack", Stack, "--json")).ShouldSucceed().Output)!
            .AsArray();
        Assert.Equal(
            [("regions-eu", running), ("regions-us", running)],
            statuses.Select(status => (status!["name"]!.GetValue<string>(), status["running"]!.GetValue<bool>()))
        );
    }
}
