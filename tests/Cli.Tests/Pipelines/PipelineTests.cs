using System.Text.RegularExpressions;
using Infra.Cli;
using Infra.Cli.Pipelines;

namespace Cli.Tests.Pipelines;

/// <summary>The files of CI systems are valid, and call the command as it is.</summary>
public sealed partial class PipelineTests
{
    private static readonly string[] Names = ["one stack", "three stacks", "unusual names", "a folder of a repository", "a package"];

    public static TheoryData<string> Subjects => [.. Names];

    [LinterTheory]
    [MemberData(nameof(Subjects))]
    public void GithubWorkflows_PassGithubsLanguageService(string subject) =>
        Assert.Equal("", Linters.CheckGithub(PipelineSystem.Create("github", Create(subject)).Files));

    [LinterTheory]
    [InlineData("permissions: {}", "permision: {}")]
    [InlineData("${{ github.token }}", "${{ gihub.token }}")]
    [InlineData("queue: max", "queue: most")]
    public void AWrongWorkflow_DoesNotPass(string right, string wrong)
    {
        var files = PipelineSystem.Create("github", Create("one stack")).Files;
        Assert.Contains(files, file => file.Text.Contains(right, StringComparison.Ordinal));

        Assert.NotEqual(
            "",
            Linters.CheckGithub(files.Select(file => file with { Text = file.Text.Replace(right, wrong, StringComparison.Ordinal) }))
        );
    }

    [LinterTheory]
    [MemberData(nameof(Subjects))]
    public void GitlabPipeline_PassesGitlabsSchema(string subject) =>
        Assert.Equal("", Linters.CheckGitlab(PipelineSystem.Create("gitlab", Create(subject)).Files));

    [LinterTheory]
    [InlineData("resource_group", "resourcegroup")]
    [InlineData("action: verify", "action: look")]
    [InlineData("needs: [\"plan of", "needs: [\"no plan of")]
    public void AWrongPipeline_DoesNotPass(string right, string wrong)
    {
        var files = PipelineSystem.Create("gitlab", Create("one stack")).Files;
        Assert.Contains(files, file => file.Text.Contains(right, StringComparison.Ordinal));

        Assert.NotEqual(
            "",
            Linters.CheckGitlab(files.Select(file => file with { Text = file.Text.Replace(right, wrong, StringComparison.Ordinal) }))
        );
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void EveryCommandInAPipeline_IsOneThatTheCommandLineTakes(string system)
    {
        foreach (var subject in Names.Select(Create))
        {
            string[] commands = [.. PipelineSystem.Create(system, subject).Files.SelectMany(file => FindCommands(file.Text.Split('\n')))];

            Assert.Contains(commands, command => command.StartsWith("up ", StringComparison.Ordinal));
            Assert.All(commands, command =>
                Assert.Empty(CommandLine.CreateRoot().Parse(Split(command)).Errors.Select(error => $"{command}: {error.Message}"))
            );
        }
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void NoSecret_ReachesAPullRequest(string system)
    {
        var text = string.Join('\n', PipelineSystem.Create(system, Create("three stacks")).Files.Select(file => file.Text));

        foreach (var job in JobsOfPullRequests(text))
        {
            Assert.DoesNotContain("secrets.", job, StringComparison.Ordinal);
            Assert.DoesNotContain("environment:", job, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AJobThatMayWrite_RunsNothingOfThePullRequest()
    {
        var review = PipelineSystem
            .Create("github", Create("three stacks"))
            .Files.Single(file => file.Path.EndsWith("infra-pull-request.yml", StringComparison.Ordinal));

        var writing = Assert.Single(review.Text.Split("\n\n"), part => part.Contains(": write", StringComparison.Ordinal));
        Assert.DoesNotContain("run:", writing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void EveryJobThatReadsAState_RefusesToDoWithoutABackend(string system)
    {
        var text = string.Join("\n\n", PipelineSystem.Create(system, Create("three stacks")).Files.Select(file => file.Text));
        var jobs = text.Split("\n\n")
            .Where(part =>
                part.Contains("preview --stack", StringComparison.Ordinal) || part.Contains(" up --stack", StringComparison.Ordinal)
            )
            .Where(part => !part.Contains("--without-secrets", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Contains("${PULUMI_BACKEND_URL:?", job, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryAction_IsPinnedToACommit()
    {
        var uses = PipelineSystem
            .Create("github", Create("three stacks"))
            .Files.SelectMany(file => UsedAction().Matches(file.Text).Select(match => match.Groups[1].Value))
            .ToArray();

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[a-z-]+/[a-z-/]+@[0-9a-f]{40} # v[0-9.]+$", action));
    }

    [Theory]
    [InlineData("prod staging dev", "dev staging prod")]
    [InlineData("production preprod qa", "qa preprod production")]
    [InlineData("live-eu live-us uat", "uat live-eu live-us")]
    [InlineData("b a", "a b")]
    public void StackOrder_DevelopmentFirstAndProductionLast(string stacks, string expected) =>
        Assert.Equal(expected, string.Join(' ', StackOrder.Sort(stacks.Split(' '))));

    internal static PipelineSubject Create(string subject) =>
        new()
        {
            Stacks = subject switch
            {
                "one stack" => ["prod"],
                "unusual names" => ["1.0", "true", "eu.west_1-a"],
                _ => ["dev", "staging", "prod"],
            },
            Branch = subject == "unusual names" ? "release/1.x" : "main",
            Directory = subject == "a folder of a repository" ? "deploy/shop backend" : ".",
            GlobalJson = subject == "a package" ? null : "global.json",
            Test = subject == "unusual names" ? "make test # \"all\": now" : "dotnet test",
            Version = "0.1.0",
            ToolProject = subject == "a package" ? null : "cli",
            HasPolicies = subject is not "one stack",
            Scenario = subject == "three stacks" ? "campaign" : null,
        };

    /// <summary>The jobs that run code of a pull request: GitHub's workflow of them, and GitLab's jobs with such a rule.</summary>
    private static IEnumerable<string> JobsOfPullRequests(string text) =>
        text.Split("\n\n").Where(part => part.Contains("--without-secrets", StringComparison.Ordinal));

    /// <summary>Finds the commands, with the arguments that earlier lines have collected.</summary>
    private static IEnumerable<string> FindCommands(IEnumerable<string> lines)
    {
        const string AllArguments = "\"$@\"";
        var collected = "";
        foreach (var line in lines)
        {
            if (CollectedArguments().Match(line) is { Success: true } set)
            {
                collected = set.Groups[1].Value.Replace(AllArguments, collected, StringComparison.Ordinal);
            }

            foreach (Match match in InfraCommand().Matches(line))
            {
                yield return match.Groups[1].Value.Replace(AllArguments, collected, StringComparison.Ordinal);
            }
        }
    }

    private static IReadOnlyList<string> Split(string command) =>
        [.. Word().Matches(command).Select(match => Resolve(match.Value)).Where(word => word.Length > 0)];

    private static string Resolve(string word) =>
        word.Contains("VERSION", StringComparison.Ordinal) || word.Contains("number", StringComparison.Ordinal)
            ? "1"
            : word.Replace("\"", "", StringComparison.Ordinal);

    [GeneratedRegex("""(?<![\w./$`-])infra(?: --cwd "[^"]*")? ((?:"[^"]*"|[^"|&>;\n])+)""")]
    private static partial Regex InfraCommand();

    [GeneratedRegex("set --([^;']*)")]
    private static partial Regex CollectedArguments();

    [GeneratedRegex("""(?:"[^"]*"|[^\s"])+""")]
    private static partial Regex Word();

    [GeneratedRegex("uses: (.*)")]
    private static partial Regex UsedAction();
}
