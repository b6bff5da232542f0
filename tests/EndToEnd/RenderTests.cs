using EndToEnd.Support;

namespace EndToEnd;

/// <summary><c>infra render</c> as a process, its folder read by kubectl.</summary>
public sealed class RenderTests
{
    [Fact]
    public async Task Render_Twice_WritesNothingAgainAndCountsWhatUpCreates()
    {
        await using var sandbox = Sandbox.OfRepository();
        var first = (await sandbox.InfraAsync("render", "--stack", "dev", "--out", "manifests")).ShouldSucceed();
        var second = (await sandbox.InfraAsync("render", "--stack", "dev", "--out", "manifests")).ShouldSucceed();
        var up = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();

        var count = first.Output.Split(' ')[0];
        Assert.StartsWith($"{count} resources of the stack 'dev'", first.Output, StringComparison.Ordinal);
        Assert.Contains("(0 files written", second.Output, StringComparison.Ordinal);
        Assert.Contains($"+ {count} created", up.Output, StringComparison.Ordinal);
        (await sandbox.InfraAsync("destroy", "--stack", "dev", "--yes")).ShouldSucceed();
    }

    [Fact]
    public async Task Render_ProgramWarns_ShowsTheWarning()
    {
        await using var sandbox = Sandbox.OfRepository();
        (
            await sandbox.InfraAsync("config", "set", "--stack", "dev", "--path", "infra:services.catalog.env.API_PASSWORD", "in-the-open")
        ).ShouldSucceed();

        var rendered = (await sandbox.InfraAsync("render", "--stack", "dev", "--out", "manifests")).ShouldSucceed();

        Assert.Matches(@"(?m)^warning: .*API_PASSWORD.* looks like a secret in plain text", rendered.Errors);
    }

    [KubectlFact]
    public async Task Render_Folder_IsAppliedByKubectlInItsOrder()
    {
        await using var sandbox = Sandbox.OfRepository();
        (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldSucceed();
        var rendered = (await sandbox.InfraAsync("render", "--stack", "dev", "--out", "manifests")).ShouldSucceed();

        var applied = (
            await sandbox.KubectlAsync("apply", "--server-side", "-k", Path.Combine(sandbox.Directory, "manifests"))
        ).ShouldSucceed();

        var files = Directory.EnumerateFiles(Path.Combine(sandbox.Directory, "manifests", "1-manifest")).Count();
        var objects = applied.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files, objects.Length);
        Assert.All(objects, line => Assert.EndsWith(" serverside-applied", line, StringComparison.Ordinal));
        Assert.DoesNotContain(objects, line => line.StartsWith("secret/", StringComparison.Ordinal));
        Assert.Contains("placeholders without values instead of ", rendered.Errors, StringComparison.Ordinal);
    }
}
