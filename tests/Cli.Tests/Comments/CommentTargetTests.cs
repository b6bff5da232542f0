using Infra.Cli;
using Infra.Cli.Commands.Ci;
using Infra.Cli.Comments;
using Infra.Engine.Errors;

namespace Cli.Tests.Comments;

/// <summary>The pull request and the token come from the environment of the job, or from options.</summary>
public sealed class CommentTargetTests
{
    private static readonly Dictionary<string, string> Github = new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_REPOSITORY"] = "shop/infra",
        ["GITHUB_REF"] = "refs/pull/12/merge",
        ["GITHUB_TOKEN"] = "token",
    };

    private static readonly Dictionary<string, string> Gitlab = new()
    {
        ["GITLAB_CI"] = "true",
        ["CI_API_V4_URL"] = "https://git.example.com/api/v4",
        ["CI_PROJECT_ID"] = "77",
        ["CI_MERGE_REQUEST_IID"] = "5",
        ["GITLAB_TOKEN"] = "token",
    };

    private static readonly Dictionary<string, string> Azure = new()
    {
        ["TF_BUILD"] = "True",
        ["SYSTEM_COLLECTIONURI"] = "https://dev.example.com/shop/",
        ["SYSTEM_TEAMPROJECT"] = "team",
        ["BUILD_REPOSITORY_ID"] = "1b2c",
        ["SYSTEM_PULLREQUEST_PULLREQUESTID"] = "9",
        ["SYSTEM_ACCESSTOKEN"] = "token",
    };

    [Fact]
    public void Find_InAJob_ReadsItsEnvironment()
    {
        var github = Find(Github)!;
        Assert.Equal(
            (CommentSystem.GitHub, "https://api.github.com/", "shop/infra", 12),
            (github.System, github.Api.AbsoluteUri, github.EscapedRepository, github.PullRequest)
        );
        var gitlab = Find(Gitlab)!;
        Assert.Equal(
            (CommentSystem.GitLab, "https://git.example.com/api/v4", "77", 5),
            (gitlab.System, gitlab.Api.AbsoluteUri, gitlab.EscapedRepository, gitlab.PullRequest)
        );
        var azure = Find(Azure)!;
        Assert.Equal(
            (CommentSystem.Azure, "https://dev.example.com/shop/", "team/_apis/git/repositories/1b2c", 9),
            (azure.System, azure.Api.AbsoluteUri, azure.EscapedRepository, azure.PullRequest)
        );
    }

    [Fact]
    public void Find_WithOptions_PrefersThem()
    {
        var target = Find(
            Github,
            "--system",
            "gitlab",
            "--repository",
            "a/b/c",
            "--pull-request",
            "3",
            "--api-url",
            "http://127.0.0.1:8080/api?x=1"
        );

        Assert.Null(target);
        target = Find(
            new(Github) { ["GITLAB_TOKEN"] = "other" },
            "--system",
            "gitlab",
            "--repository",
            "a/b/c",
            "--pull-request",
            "3",
            "--api-url",
            "http://127.0.0.1:8080/api?x=1"
        );
        Assert.Equal(
            (CommentSystem.GitLab, "http://127.0.0.1:8080/api", "a%2Fb%2Fc", 3, "other"),
            (target!.System, target.Api.AbsoluteUri, target.EscapedRepository, target.PullRequest, target.Token)
        );
    }

    [Theory]
    [InlineData("""{"pull_request": {"number": 4}}""", 4)]
    [InlineData("""{"issue": {"number": 5, "pull_request": {}}}""", 5)]
    [InlineData("""{"workflow_run": {"pull_requests": [{"number": 6}]}}""", 6)]
    [InlineData("""{"issue": {"number": 5}}""", null)]
    [InlineData("not JSON", null)]
    public void Find_OnGitHub_ReadsTheEvent(string content, int? expected)
    {
        var folder = Directory.CreateTempSubdirectory("infra-event-");
        var file = Path.Combine(folder.FullName, "event.json");
        File.WriteAllText(file, content);
        var environment = new Dictionary<string, string>(Github) { ["GITHUB_REF"] = "refs/heads/main", ["GITHUB_EVENT_PATH"] = file };
        try
        {
            Assert.Equal(expected, expected is null ? Refused(environment) : Find(environment)!.PullRequest);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static int? Refused(Dictionary<string, string> environment)
        {
            var error = Assert.Throws<ConfigurationException>(() => Find(environment));
            Assert.Contains("--pull-request", error.Message, StringComparison.Ordinal);
            return null;
        }
    }

    [Fact]
    public void Find_WithoutAToken_IsNone()
    {
        Assert.Null(Find(new(Github) { ["GITHUB_TOKEN"] = "" }));
        Assert.Null(Find([]));
    }

    [Theory]
    [InlineData("http://api.example.com")]
    [InlineData("ftp://api.example.com")]
    [InlineData("https://user:hunter2@api.example.com")]
    [InlineData("api.example.com")]
    [InlineData("http://localhost.example.com")]
    public void Find_AnAddressThatATokenMustNotGoTo_IsRefused(string address)
    {
        var error = Assert.Throws<ConfigurationException>(() => Find(Github, "--api-url", address));

        Assert.Contains("--api-url", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SeveralMistakes_NamesAll()
    {
        var error = Assert.Throws<ConfigurationException>(() =>
            Find(
                new()
                {
                    ["GITHUB_ACTIONS"] = "true",
                    ["GITHUB_TOKEN"] = "to ken",
                    ["GITHUB_REPOSITORY"] = "no-owner",
                },
                "--api-url",
                "http://example.com"
            )
        );

        Assert.Equal(4, error.Problems.Count);
        Assert.DoesNotContain("to ken", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("### no marker")]
    [InlineData("\n<!-- infra:preview shop/prod -->")]
    [InlineData("<!-- other -->\n")]
    public void Parse_ATextWithoutAMarkerInItsFirstLine_IsRefused(string text) =>
        Assert.Throws<UsageException>(() => CommentText.Parse(text, "comment.md"));

    private static CommentTarget? Find(Dictionary<string, string> environment, params string[] arguments)
    {
        var options = new CommentOptionSet();
        var command = new System.CommandLine.RootCommand();
        command.Options.Add(Infra.Cli.Commands.CommonOptions.WorkingDirectory);
        options.AddTo(command);
        return options.FindTarget(command.Parse(arguments), name => environment.GetValueOrDefault(name), out _);
    }
}
