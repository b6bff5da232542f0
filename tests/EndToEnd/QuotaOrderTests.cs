using EndToEnd.Support;

namespace EndToEnd;

/// <summary>An update that removes services and changes others fits into the quota until the removed ones are gone.</summary>
public sealed class QuotaOrderTests
{
    private const string Other = "  other: {image: \"shop/other:1.0\", port: 8080, replicas: 4}\n";
    private const string Extra = "  extra: {image: \"shop/extra:1.0\", port: 8080, replicas: 1}\n";

    [KubectlFact]
    public async Task Up_RemovesAServiceAndChangesAnother_WithinTheFormerQuota_AndTheNextUpChangesNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(
            sandbox.StackFile("dev"),
            "config:\n  infra:faultTolerance: development\n  infra:cluster: { kind: simulated }\n"
        );
        await DeployAsync(sandbox, "1.0", Other);
        Assert.Equal("8", await ReadPodsAsync(sandbox));

        await DeployAsync(sandbox, "1.1", "");
        Assert.Equal("3", await ReadPodsAsync(sandbox));
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--expect-no-changes")).ShouldSucceed();

        await DeployAsync(sandbox, "1.2", Other);
        Assert.Equal("8", await ReadPodsAsync(sandbox));
    }

    [KubectlFact]
    public async Task Up_AfterOneThatFailedBeforeTheQuotaShrank_StillShrinksItAfterTheServices()
    {
        await using var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(
            sandbox.StackFile("dev"),
            "config:\n  infra:faultTolerance: development\n  infra:cluster: { kind: simulated }\n"
        );
        await DeployAsync(sandbox, "1.0", Other);
        (
            await sandbox.KubectlAsync("create", "deployment", "extra", "--image=shop/extra:1.0", "--replicas=0", "-n", "shop")
        ).ShouldSucceed();

        await WriteAsync(sandbox, "1.1", Extra);
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldExitWith(1);
        Assert.Equal("8", await ReadPodsAsync(sandbox));

        (await sandbox.KubectlAsync("delete", "deployment", "extra", "-n", "shop")).ShouldSucceed();
        await DeployAsync(sandbox, "1.2", Extra);
        Assert.NotEqual("8", await ReadPodsAsync(sandbox));
    }

    private static async Task DeployAsync(Sandbox sandbox, string version, string others)
    {
        await WriteAsync(sandbox, version, others);
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();
    }

    private static Task WriteAsync(Sandbox sandbox, string version, string others) =>
        File.WriteAllTextAsync(
            Path.Combine(sandbox.Directory, "stacks", "services.yaml"),
            $$$"""
            name: shop
            quota: {headroom: 0}
            sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi} }}
            services:
              web: {image: "shop/web:{{{version}}}", port: 8080, replicas: 2}
            {{{others}}}
            """
        );

    private static async Task<string> ReadPodsAsync(Sandbox sandbox) =>
        (await sandbox.KubectlJsonAsync("get", "quota", "bounds", "-n", "shop"))["spec"]!["hard"]!["pods"]!.GetValue<string>();
}
