using System.Diagnostics;
using System.Text.Json.Nodes;
using Cli.Tests.Support;
using Infra.Cli.Commands.Operations.Metadata;

namespace Cli.Tests.Metadata;

/// <summary>The history records the commit, the CI job and the options of an update.</summary>
public sealed class UpdateMetadataTests : IDisposable
{
    private readonly ComponentStack _stack = new("one");

    [ToolFact("git")]
    public async Task History_OfAnUpdateInARepository_HasPulumisEnvironment()
    {
        await RunAsync("git", "init", "--quiet", "--initial-branch", "main");
        await RunAsync("git", "remote", "add", "origin", "https://user:password@git.example.org/shop/backend.git");
        await RunAsync("git", "add", "Pulumi.yaml");
        await RunAsync("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "First\n\nMore");

        await RunAsync("infra", "destroy", "--yes", "--skip-preview", "-s", "dev", "--target", "one");

        var history = JsonNode.Parse(await RunAsync("infra", "stack", "history", "--json", "-s", "dev"))!.AsArray();
        var update = Assert.Single(history)!;
        var environment = update["environment"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        Assert.Equal("First", (string?)update["message"]);
        Assert.Equal(("Ada", "ada@example.org"), (environment["git.author"], environment["git.committer.email"]));
        Assert.Equal(("refs/heads/main", "true"), (environment["git.headName"], environment["git.dirty"]));
        Assert.Equal(("git.example.org", "shop", "backend"), (environment["vcs.kind"], environment["vcs.owner"], environment["vcs.repo"]));
        Assert.Equal((await RunAsync("git", "rev-parse", "HEAD")).Trim(), environment["git.head"]);
        Assert.Equal(("true", "set", "cli"), (environment["pulumi.flag.yes"], environment["pulumi.flag.target"], environment["exec.kind"]));
        Assert.Equal("set", environment["pulumi.env.PULUMI_CONFIG_PASSPHRASE"]);
        Assert.DoesNotContain(environment.Values, value => value!.Contains("password", StringComparison.Ordinal));
    }

    [Fact]
    public void CiSystem_OnGitHub_HasTheUrlOfTheRun()
    {
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_RUN_ID"] = "7",
            ["GITHUB_REPOSITORY"] = "shop/backend",
            ["GITHUB_SHA"] = "abc",
        };

        Assert.Equal(
            [
                "ci.system=GitHub Actions",
                "ci.build.id=7",
                "ci.build.url=https://github.com/shop/backend/actions/runs/7",
                "ci.pr.headSHA=abc",
            ],
            CiSystem.Describe(name => variables.GetValueOrDefault(name)).Select(entry => $"{entry.Key}={entry.Value}")
        );
    }

    [Theory]
    [InlineData("git@github.com:shop/backend.git", "github.com shop backend")]
    [InlineData("ssh://git@gitlab.example.org:22/team/shop/backend", "gitlab.example.org team/shop backend")]
    [InlineData("/srv/git/backend.git", "")]
    [InlineData("", "")]
    public void GitMetadata_DescribeRemote_FindsHostOwnerAndName(string url, string expected) =>
        Assert.Equal(expected, string.Join(' ', GitMetadata.DescribeRemote(url).Select(entry => entry.Value)));

    public void Dispose() => _stack.Dispose();

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var path = program == "infra" ? Path.Combine(AppContext.BaseDirectory, program) : program;
        using var process = Process.Start(_stack.Prepare(path, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{await errors}");
        return output;
    }
}
