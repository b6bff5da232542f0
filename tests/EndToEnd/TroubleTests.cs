using EndToEnd.Support;

namespace EndToEnd;

/// <summary>
/// When the cluster fails, the message shows why, the state holds what succeeded, and the next update continues from there.
/// </summary>
public sealed class TroubleTests
{
    [KubectlFact]
    public async Task Up_TheClusterRejectsAnObject_ShowsWhichAndWhy_AndTheNextUpContinues()
    {
        await using var sandbox = await StartedAsync();
        (await sandbox.KubectlAsync("create", "namespace", "shop")).ShouldSucceed();
        (await sandbox.KubectlAsync("create", "quota", "tight", "--hard=count/deployments.apps=2", "-n", "shop")).ShouldSucceed();
        (await sandbox.KubectlAsync("delete", "namespace", "shop")).ShouldSucceed();
        (await sandbox.KubectlAsync("create", "namespace", "shop")).ShouldSucceed();

        var refused = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview"))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();
        Assert.Contains("already exists", refused.Output, StringComparison.Ordinal);
        Assert.Contains("kubernetes:core/v1:Namespace (shop)", refused.Output, StringComparison.Ordinal);

        (await sandbox.KubectlAsync("delete", "namespace", "shop")).ShouldSucceed();
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Up_TheClusterIsUnreachable_FailsWithinSeconds_AndDeletesNothing()
    {
        await using var sandbox = await StartedAsync();
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();
        await LandOnAsync(sandbox, kubeconfig =>
            System.Text.RegularExpressions.Regex.Replace(kubeconfig, @"https://127\.0\.0\.1:\d+", "https://127.0.0.1:1")
        );
        (
            await sandbox.InfraAsync("config", "set", "--stack", "dev", "--path", "infra:services.catalog.image", "shop/catalog:9")
        ).ShouldSucceed();

        var result = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview"))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();

        Assert.Contains("127.0.0.1:1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("deleted", result.Output, StringComparison.Ordinal);
        var state = (await sandbox.InfraAsync("stack", "export", "--stack", "dev")).ShouldSucceed();
        Assert.Contains("kubernetes:apps/v1:Deployment::catalog", state.Output, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Up_TheClusterRejectsTheToken_ShowsThat()
    {
        await using var sandbox = await StartedAsync();
        await LandOnAsync(sandbox, kubeconfig => System.Text.RegularExpressions.Regex.Replace(kubeconfig, "token: .*", "token: wrong"));

        var result = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview"))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();

        Assert.Contains("does not accept the credentials", result.Output, StringComparison.Ordinal);
        Assert.Contains("kubernetes:core/v1:Namespace (shop)", result.Output, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Up_InterruptedWhileWaiting_SavesAndExitsWith8_AndTheNextUpContinues()
    {
        await using var sandbox = await StartedAsync();
        await RequireMissingNodesAsync(sandbox);
        using var command = sandbox.StartInfra("up", "--stack", "dev", "--yes", "--skip-preview");
        await command.SeeAsync("Deployment catalog creating 0 of 1 pods are ready");

        command.Interrupt();

        var interrupted = (await command.WaitAsync()).ShouldExitWith(8).ShouldShowNoStackTrace();
        Assert.DoesNotContain("Deployment gateway created", interrupted.Output, StringComparison.Ordinal);
        (await sandbox.InfraAsync("config", "rm", "--stack", "dev", "--path", "infra:services.catalog.placement.pool")).ShouldSucceed();
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--expect-no-changes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Up_WhileAnotherIsRunning_FailsWithTheOwnerOfTheLock()
    {
        await using var sandbox = await StartedAsync();
        await RequireMissingNodesAsync(sandbox);
        using var first = sandbox.StartInfra("up", "--stack", "dev", "--yes", "--skip-preview");
        await first.SeeAsync("Deployment catalog creating 0 of 1 pods are ready");

        var second = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview"))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();

        Assert.Contains("locked", second.Errors, StringComparison.Ordinal);
        Assert.Contains($"{Environment.UserName}@{Environment.MachineName}", second.Errors, StringComparison.Ordinal);
        first.Interrupt();
        (await first.WaitAsync()).ShouldExitWith(8);
        (await sandbox.InfraAsync("preview", "--stack", "dev")).ShouldSucceed();
    }

    private static async Task<Sandbox> StartedAsync()
    {
        var sandbox = Sandbox.OfRepository();
        (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldSucceed();
        return sandbox;
    }

    // No node has the pool's label, so the pods of the catalog cannot be scheduled.
    private static async Task RequireMissingNodesAsync(Sandbox sandbox)
    {
        (
            await sandbox.InfraAsync("config", "set", "--stack", "dev", "--path", "infra:pools.missing.labels.node-pool", "missing")
        ).ShouldSucceed();
        (
            await sandbox.InfraAsync("config", "set", "--stack", "dev", "--path", "infra:services.catalog.placement.pool", "missing")
        ).ShouldSucceed();
    }

    // Points the stack to the same cluster through a modified kubeconfig; the simulated cluster keeps running.
    private static async Task LandOnAsync(Sandbox sandbox, Func<string, string> change)
    {
        var kubeconfig = (await sandbox.InfraAsync("cluster", "kubeconfig", "--stack", "dev")).ShouldSucceed().Output.Trim();
        var changed = Path.Combine(sandbox.Directory, "kubeconfig");
        await File.WriteAllTextAsync(changed, change(await File.ReadAllTextAsync(kubeconfig)));
        var file = sandbox.StackFile("dev");
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file)).Replace(
                "kind: simulated",
                $"kind: existing\n    kubeconfig: {changed}",
                StringComparison.Ordinal
            )
        );
    }
}
