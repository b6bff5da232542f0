using EndToEnd.Support;

namespace EndToEnd;

/// <summary>A fork's pull request is previewed, checked and rehearsed with nothing but its checkout.</summary>
public sealed class WithoutSecretsTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = Sandbox.OfRepository();

    [Fact]
    public async Task AForkWithoutPassphraseStateAndCluster_IsPreviewedCheckedRenderedAndRehearsed()
    {
        const string Secret = "a value nobody may read";
        (
            await _sandbox.InfraAsync([
                "config",
                "set",
                "--secret",
                "--path",
                "infra:services.catalog.env.TOKEN",
                Secret,
                "--stack",
                "staging",
            ])
        ).ShouldSucceed();
        await GitAsync("init", "--quiet");
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "base");
        var file = _sandbox.StackFile("staging");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(
            file,
            text.Replace("scaling: { min: 2, max: 5 }", "scaling: { min: 2, max: 6 }", StringComparison.Ordinal)
        );

        var preview = (await InfraAsync("preview", "--stack", "staging", "--base", "HEAD", "--diff")).ShouldSucceed().Output;
        Assert.Contains("maxReplicas: 5 => 6", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("to create", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("to delete", preview, StringComparison.Ordinal);

        (await InfraAsync("render", "--stack", "staging", "--out", "manifests", "--without-secrets")).ShouldSucceed();
        var pack = Path.Combine(BuildFacts.RepositoryRoot, "policies");
        (await InfraAsync("policy", "check", "--stack", "staging", "--plan", "--without-secrets", "--policy-pack", pack)).ShouldSucceed();
        var rehearsal = await InfraAsync("rehearse", "campaign", "--stack", "staging", "--scenario", "fit", "--without-secrets");
        Assert.InRange(rehearsal.ExitCode, 0, 1);

        Assert.Empty(
            Directory.Exists(Path.Combine(_sandbox.Directory, ".pulumi", "stacks")) ? ["a state was written"] : Array.Empty<string>()
        );
        foreach (var written in Directory.EnumerateFiles(Path.Combine(_sandbox.Directory, "manifests"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(written), StringComparison.Ordinal);
        }
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    private Task<CommandResult> InfraAsync(params string[] arguments) =>
        _sandbox.RunAsync(
            "dotnet",
            [BuildFacts.CliAssembly, .. arguments],
            new Dictionary<string, string?>
            {
                ["PULUMI_CONFIG_PASSPHRASE"] = null,
                ["PULUMI_HOME"] = Path.Combine(_sandbox.Directory, "home"),
            }
        );

    private async Task GitAsync(params string[] arguments) =>
        (await _sandbox.RunAsync("git", arguments, new Dictionary<string, string?>())).ShouldSucceed();
}
