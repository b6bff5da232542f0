using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>The data of volumes when the catalogue changes: growth, shrinking, removal and return.</summary>
public sealed class VolumeTests
{
    private const string Stack = "dev";

    private const string Settings = """
        config:
          infra:faultTolerance: development
          infra:cluster: { kind: simulated }
        """;

    [KubectlFact]
    public async Task AStatefulService_GrowsWithoutARestart_AndIsNamedWhenItIsRemoved()
    {
        await using var sandbox = await DeployAsync(Catalogue("1Gi", "1Gi"));
        var pods = await UidsAsync(sandbox);

        await WriteAsync(sandbox, Catalogue("2Gi", "2Gi"));
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();

        Assert.Equal(pods, await UidsAsync(sandbox));
        Assert.Equal(["data-db-0 2Gi", "data-db-1 2Gi", "jobs-state 2Gi", "uploads 1Gi"], await CapacitiesAsync(sandbox));
        var template = (await sandbox.KubectlJsonAsync("get", "statefulset", "db", "-n", "shop"))["spec"]!["volumeClaimTemplates"]![0]!;
        Assert.Equal("2Gi", template["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>());
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes", "--expect-no-changes")).ShouldSucceed();

        await WriteAsync(sandbox, Catalogue("1Gi", "2Gi"));
        foreach (
            var command in (string[][])
                [
                    ["preview"],
                    ["up", "--yes"],
                ]
        )
        {
            var refused = (await sandbox.InfraAsync([.. command, "--stack", Stack])).ShouldExitWith(1).ShouldShowNoStackTrace();
            Assert.Contains("the volume 'data' cannot shrink from 2Gi to 1Gi", refused.Output + refused.Errors, StringComparison.Ordinal);
        }

        await WriteAsync(sandbox, Web);
        var removed = (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();
        Assert.Contains(
            "the claims data-db-0, data-db-1 of StatefulSet shop/db stay with their data",
            removed.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("the claim shop/uploads stays with its data", removed.Output, StringComparison.Ordinal);
        Assert.Contains("the claim shop/jobs-state is deleted (onRemoval: delete)", removed.Output, StringComparison.Ordinal);
        Assert.Equal(["data-db-0 2Gi", "data-db-1 2Gi", "uploads 1Gi"], await CapacitiesAsync(sandbox));

        await WriteAsync(sandbox, Catalogue("2Gi", "2Gi"));
        var returned = (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();
        Assert.Contains("takes over the claim shop/uploads of an earlier deployment", returned.Output, StringComparison.Ordinal);

        var destroyed = (await sandbox.InfraAsync("destroy", "--stack", Stack, "--yes")).ShouldSucceed();
        Assert.Contains(
            "deletes the namespace shop with its claims data-db-0, data-db-1, jobs-state, uploads",
            destroyed.Output,
            StringComparison.Ordinal
        );
    }

    [KubectlFact]
    public async Task AClassThatCannotGrow_IsNamedBeforeAnythingIsDeployed_AndAnInterruptedGrowthIsFinished()
    {
        await using var sandbox = await DeployAsync(Catalogue("1Gi", "1Gi"));
        await PatchClassAsync(sandbox, "false");
        await WriteAsync(sandbox, Catalogue("2Gi", "1Gi"));

        foreach (
            var command in (string[][])
                [
                    ["preview"],
                    ["up", "--yes"],
                    ["up", "--yes", "--skip-preview"],
                ]
        )
        {
            var refused = (await sandbox.InfraAsync([.. command, "--stack", Stack])).ShouldExitWith(1).ShouldShowNoStackTrace();
            Assert.Contains(
                "its StorageClass 'standard' has no allowVolumeExpansion",
                refused.Output + refused.Errors,
                StringComparison.Ordinal
            );
        }

        await PatchClassAsync(sandbox, "true");
        var pods = await UidsAsync(sandbox);

        // As an interrupted update leaves it: a claim has grown, and the set is gone without its pods.
        (
            await sandbox.KubectlAsync(
                "patch",
                "pvc",
                "data-db-0",
                "-n",
                "shop",
                "-p",
                """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}"""
            )
        ).ShouldSucceed();
        (await sandbox.KubectlAsync("delete", "statefulset", "db", "-n", "shop", "--cascade=orphan")).ShouldSucceed();
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();

        Assert.Equal(pods, await UidsAsync(sandbox));
        Assert.Equal(["data-db-0 2Gi", "data-db-1 2Gi", "jobs-state 1Gi", "uploads 1Gi"], await CapacitiesAsync(sandbox));
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    private const string Web = """
        name: shop
        sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}}
        services:
          web: {image: "shop/web:1.0", port: 8080}

        """;

    private static string Catalogue(string database, string jobs) =>
        $$$"""
            {{{Web}}}
              db:
                kind: stateful
                image: shop/db:1.0
                port: 5432
                replicas: 2
                traffic: {protocol: tcp}
                volumes:
                  data: {mount: /data, kind: persistent, size: {{{database}}}}
              jobs:
                kind: worker
                image: shop/jobs:1.0
                replicas: 1
                volumes:
                  state: {mount: /state, kind: persistent, size: {{{jobs}}}, onRemoval: delete}
                  uploads: {mount: /uploads, kind: shared, from: uploads, subPath: jobs}
                  scratch: {mount: /scratch, storageClass: standard, size: 1Gi}
            volumes: {uploads: {size: 1Gi}}
            """;

    private static async Task<Sandbox> DeployAsync(string catalogue)
    {
        var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(sandbox.StackFile(Stack), Settings);
        await WriteAsync(sandbox, catalogue);
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();
        return sandbox;
    }

    private static Task WriteAsync(Sandbox sandbox, string catalogue) =>
        File.WriteAllTextAsync(Path.Combine(sandbox.Directory, "stacks", "services.yaml"), catalogue);

    private static async Task PatchClassAsync(Sandbox sandbox, string allows) =>
        (
            await sandbox.KubectlAsync("patch", "storageclass", "standard", "-p", $$"""{"allowVolumeExpansion":{{allows}}}""")
        ).ShouldSucceed();

    private static async Task<string[]> UidsAsync(Sandbox sandbox) =>
        [
            .. (await ItemsAsync(sandbox, "pods"))
                .Where(pod => Name(pod).StartsWith("db-", StringComparison.Ordinal))
                .Select(pod => pod["metadata"]!["uid"]!.GetValue<string>())
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<string[]> CapacitiesAsync(Sandbox sandbox) =>
        [
            .. (await ItemsAsync(sandbox, "pvc"))
                .Where(claim => !Name(claim).EndsWith("-scratch", StringComparison.Ordinal))
                .Select(claim => $"{Name(claim)} {claim["status"]!["capacity"]!["storage"]}")
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<IEnumerable<JsonNode>> ItemsAsync(Sandbox sandbox, string resource) =>
        (await sandbox.KubectlJsonAsync("get", resource, "-n", "shop"))["items"]!.AsArray().Select(item => item!);

    private static string Name(JsonNode item) => item["metadata"]!["name"]!.GetValue<string>();
}
