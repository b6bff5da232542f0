using EndToEnd.Support;

namespace EndToEnd;

/// <summary>The command asks the program which clusters a stack deploys to, and starts the simulated ones.</summary>
public sealed class TargetClusterTests
{
    private const string Started = "Started the simulated cluster 'dev'";

    [Fact]
    public async Task Preview_TheCatalogueSetsTheCluster_StartsIt()
    {
        await using var sandbox = Sandbox.OfRepository();
        await RemoveFromStackFileAsync(sandbox, "  infra:cluster:\n    kind: simulated\n");
        await File.AppendAllTextAsync(Path.Combine(sandbox.Directory, "stacks", "services.yaml"), "\ncluster:\n  kind: simulated\n");

        var result = (await sandbox.InfraAsync("preview", "--stack", "dev")).ShouldSucceed();

        Assert.Contains(Started, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ARenamedProject_StartsTheCluster_AndDestroyStartsItAgainWithoutTheProgram()
    {
        await using var sandbox = Sandbox.OfRepository();
        var project = Path.Combine(sandbox.Directory, "Pulumi.yaml");
        await ReplaceAsync(project, "name: infra\n", "name: platform\n");

        var up = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();

        Assert.Contains(Started, up.Errors, StringComparison.Ordinal);
        (await sandbox.InfraAsync("cluster", "stop", "--name", "dev")).ShouldSucceed();
        await ReplaceAsync(project, Path.Combine(BuildFacts.RepositoryRoot, "infra"), "removed");
        var destroy = (await sandbox.InfraAsync("destroy", "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();
        Assert.Contains(Started, destroy.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramWithoutTheContract_RunsAsBefore_AndNoClusterIsStarted()
    {
        await using var sandbox = Sandbox.WithProgram(
            """
            using Pulumi;

            return await Deployment.RunAsync(() => new Dictionary<string, object?>
            {
                ["asked"] = Environment.GetEnvironmentVariable("INFRA_QUERY") ?? "nothing",
            });
            """
        );

        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();

        Assert.Equal("nothing\n", (await sandbox.InfraAsync("stack", "output", "asked", "--stack", "dev")).ShouldSucceed().Output);
        Assert.False(Directory.Exists(Path.Combine(sandbox.Directory, ".infra", "clusters")));
        var explain = (await sandbox.InfraAsync("explain", "orders", "--stack", "dev")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Contains("does not answer queries", explain.Errors, StringComparison.Ordinal);
        var start = (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Contains("--name", start.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClusterStart_InvalidSettings_ShowsThemAndStartsNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        await ReplaceAsync(sandbox.StackFile("dev"), "kind: simulated", "kind: simulate");

        var result = (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldExitWith(2).ShouldShowNoStackTrace();

        Assert.Matches(@"Pulumi\.dev\.yaml:\d+: .*simulate", result.Errors);
        Assert.False(Directory.Exists(Path.Combine(sandbox.Directory, ".infra", "clusters")));
    }

    private static Task RemoveFromStackFileAsync(Sandbox sandbox, string text) => ReplaceAsync(sandbox.StackFile("dev"), text, "");

    private static async Task ReplaceAsync(string file, string text, string replacement)
    {
        var before = await File.ReadAllTextAsync(file);
        Assert.Contains(text, before, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, before.Replace(text, replacement, StringComparison.Ordinal));
    }
}
