using EndToEnd.Support;

namespace EndToEnd;

/// <summary>A plan is saved, carried out once, and refused after a change; an earlier version is deployed again.</summary>
public sealed class SavedPlanTests
{
    [Fact]
    public async Task APlan_IsCarriedOut_ThenRefusedByName_AndAnEarlierVersionComesBack()
    {
        await using var sandbox = Sandbox.OfRepository();
        var preview = (await sandbox.InfraAsync("preview", "--stack", "dev", "--save-plan", "plan.json")).ShouldSucceed();
        Assert.Contains("Saved the plan to plan.json", preview.Errors, StringComparison.Ordinal);

        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--plan", "plan.json")).ShouldSucceed();

        (
            await sandbox.InfraAsync("config", "set", "--stack", "dev", "--path", "infra:services.catalog.image", "shop/catalog:9")
        ).ShouldSucceed();
        var refused = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--plan", "plan.json"))
            .ShouldExitWith(1)
            .ShouldShowNoStackTrace();
        Assert.Contains("configuration: infra:services ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("state: the stack was updated since", refused.Errors, StringComparison.Ordinal);

        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();
        Assert.Contains("shop/catalog:9", await ExportAsync(sandbox), StringComparison.Ordinal);
        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--to", "1")).ShouldSucceed();
        Assert.DoesNotContain("shop/catalog:9", await ExportAsync(sandbox), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APlan_IsRefusedOnAnotherCluster()
    {
        await using var sandbox = Sandbox.OfRepository();
        (await sandbox.InfraAsync("preview", "--stack", "dev", "--save-plan", "plan.json")).ShouldSucceed();
        (await sandbox.InfraAsync("cluster", "reset", "--stack", "dev", "--yes")).ShouldSucceed();

        var refused = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--plan", "plan.json")).ShouldExitWith(1);

        Assert.Contains("cluster of the provider cluster: it is another one", refused.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> ExportAsync(Sandbox sandbox) =>
        (await sandbox.InfraAsync("stack", "export", "--stack", "dev")).ShouldSucceed().Output;
}
