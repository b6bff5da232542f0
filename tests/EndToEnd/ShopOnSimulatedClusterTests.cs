using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>
/// The first steps with the dev stack: up, a change, destroy, with the real command and the real kubectl.
/// </summary>
public sealed class ShopOnSimulatedClusterTests
{
    private static readonly string[] Deployments = ["catalog", "gateway", "notifications", "orders", "orders-db-exporter", "payments"];

    [KubectlFact]
    public async Task Up_ANewStack_TheShopBecomesReady_AndDestroyRemovesAllOfIt()
    {
        await using var sandbox = Sandbox.OfRepository();

        var first = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();
        Assert.Contains("kubectl", first.Output, StringComparison.Ordinal);
        await ShopShouldBeReadyAsync(sandbox);

        await AnUpWithoutChangeShouldWriteNothingAsync(sandbox);
        await AChangedImageShouldRollOneDeploymentAsync(sandbox);
        await ALoadShouldScaleItsServiceAsync(sandbox);

        (await sandbox.InfraAsync("destroy", "--stack", "dev", "--yes")).ShouldSucceed();
        var left = await sandbox.KubectlJsonAsync("get", "namespaces");
        Assert.DoesNotContain(Items(left), item => Name(item).Contains("shop", StringComparison.Ordinal));
        Assert.Empty(Items(await sandbox.KubectlJsonAsync("get", "deploy,hpa,pdb,networkpolicy,cronjob", "-A")));
        var state = (await sandbox.InfraAsync("stack", "export", "--stack", "dev")).ShouldSucceed();
        Assert.Empty(JsonNode.Parse(state.Output)!["deployment"]!["resources"]?.AsArray() ?? []);
    }

    private static async Task ShopShouldBeReadyAsync(Sandbox sandbox)
    {
        var deployments = Items(await sandbox.KubectlJsonAsync("get", "deployments", "-n", "shop"));
        Assert.Equal(Deployments, deployments.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(deployments, deployment =>
        {
            var wanted = deployment["spec"]!["replicas"]!.GetValue<int>();
            Assert.True(wanted > 0);
            Assert.Equal(wanted, deployment["status"]?["availableReplicas"]?.GetValue<int>());
        });
        Assert.NotEmpty(Items(await sandbox.KubectlJsonAsync("get", "hpa", "-A")));
        Assert.NotEmpty(Items(await sandbox.KubectlJsonAsync("get", "cronjobs", "-A")));

        // The default view is what the README shows.
        var table = (await sandbox.KubectlAsync("get", "deploy,hpa,pdb,svc", "-A")).ShouldSucceed().Output;
        Assert.All(Deployments, name => Assert.Contains(name, table, StringComparison.Ordinal));
    }

    private static async Task AnUpWithoutChangeShouldWriteNothingAsync(Sandbox sandbox)
    {
        var before = await VersionsAsync(sandbox);
        var again = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--expect-no-changes")).ShouldSucceed();
        Assert.Matches(@"\d+ unchanged", again.Output);
        Assert.DoesNotMatch("created|updated|deleted|replaced", again.Output);
        Assert.Equal(before, await VersionsAsync(sandbox));
        // A preview draws no passwords, and must still see that those in the state stay.
        (await sandbox.InfraAsync("preview", "--stack", "dev", "--expect-no-changes")).ShouldSucceed();
    }

    private static async Task AChangedImageShouldRollOneDeploymentAsync(Sandbox sandbox)
    {
        var generations = await GenerationsAsync(sandbox);
        (
            await sandbox.InfraAsync(
                "config",
                "set",
                "--stack",
                "dev",
                "--path",
                "infra:services.catalog.image",
                "ghcr.io/example/shop-catalog:1.5.0"
            )
        ).ShouldSucceed();

        var update = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();
        Assert.Contains("~ 1 updated", update.Output, StringComparison.Ordinal);

        var changed = (await GenerationsAsync(sandbox)).Where(now => generations[now.Key] != now.Value).Select(now => now.Key);
        Assert.Equal(["catalog"], changed);
        var replicaSets = Items(await sandbox.KubectlJsonAsync("get", "replicasets", "-A", "-l", "app.kubernetes.io/name=catalog"));
        Assert.Equal(2, replicaSets.Count);
        (await sandbox.KubectlAsync("rollout", "status", "deployment/catalog", "-n", Namespace(replicaSets[0]))).ShouldSucceed();
    }

    private static async Task ALoadShouldScaleItsServiceAsync(Sandbox sandbox)
    {
        var autoscaler = Items(await sandbox.KubectlJsonAsync("get", "hpa", "-n", "shop"))[0];
        var most = autoscaler["spec"]!["maxReplicas"]!.GetValue<int>();
        var target = $"deployment/{autoscaler["spec"]!["scaleTargetRef"]!["name"]}";

        (await sandbox.InfraAsync("cluster", "metric", "set", "cpu", "64", "--for", target, "--total", "--stack", "dev")).ShouldSucceed();

        var list = (await sandbox.InfraAsync("cluster", "metric", "list", "--stack", "dev")).ShouldSucceed();
        Assert.Contains("64 total", list.Output, StringComparison.Ordinal);
        (
            await sandbox.KubectlAsync("wait", target, "-n", "shop", $"--for=jsonpath={{.spec.replicas}}={most}", "--timeout=120s")
        ).ShouldSucceed();
        (await sandbox.KubectlAsync("top", "pods", "-n", "shop")).ShouldSucceed();
    }

    private static async Task<Dictionary<string, long>> GenerationsAsync(Sandbox sandbox) =>
        Items(await sandbox.KubectlJsonAsync("get", "deployments", "-A"))
            .ToDictionary(Name, item => item["metadata"]!["generation"]!.GetValue<long>());

    // Everything the program deploys, by identity and version: a write of any kind changes a version.
    private static async Task<string> VersionsAsync(Sandbox sandbox)
    {
        var everything = await sandbox.KubectlJsonAsync(
            "get",
            "namespaces,serviceaccounts,configmaps,secrets,deployments,cronjobs,services,hpa,pdb,networkpolicies,resourcequotas,limitranges",
            "-A"
        );
        return string.Join(
            '\n',
            Items(everything)
                .Where(item => item["kind"]!.GetValue<string>() is not ("HorizontalPodAutoscaler" or "ResourceQuota"))
                .Select(item => $"{item["kind"]} {Namespace(item)}/{Name(item)} {item["metadata"]!["resourceVersion"]}")
                .Order(StringComparer.Ordinal)
        );
    }

    private static IReadOnlyList<JsonNode> Items(JsonNode list) => [.. list["items"]!.AsArray().Select(item => item!)];

    private static string Name(JsonNode item) => item["metadata"]!["name"]!.GetValue<string>();

    private static string Namespace(JsonNode item) => item["metadata"]!["namespace"]?.GetValue<string>() ?? "";
}
