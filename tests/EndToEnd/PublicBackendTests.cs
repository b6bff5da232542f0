using EndToEnd.Support;

namespace EndToEnd;

/// <summary>The catalogues of public backends become ready on a simulated cluster, and then are up to date.</summary>
public sealed class PublicBackendTests
{
    public static TheoryData<string> Names =>
        [
            .. Directory
                .EnumerateDirectories(Sandbox.Backends)
                .Where(folder => File.Exists(Path.Combine(folder, "services.yaml")))
                .Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Up_APublicBackend_BecomesReadyAndThenHasNoChanges(string name)
    {
        await using var sandbox = Sandbox.OfBackend(name);

        var first = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")).ShouldSucceed();
        Assert.Matches(@"\+ \d+ created", first.Output);

        var second = await sandbox.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview", "--expect-no-changes");
        Assert.Matches(@"\d+ unchanged", second.ShouldSucceed().Output);
        (await sandbox.InfraAsync("preview", "--stack", "dev", "--expect-no-changes")).ShouldSucceed();
    }
}
