using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Cli.Comments;

namespace Infra.Cli.Ci;

/// <summary>What the environment of a job says about its pull request. What it does not say is null.</summary>
internal sealed partial record PullRequestContext
{
    /// <summary>The variables of tokens, which are for nothing else.</summary>
    private const string GithubToken = "GITHUB_TOKEN";
    private const string GitlabToken = "GITLAB_TOKEN";
    private const string AzureToken = "SYSTEM_ACCESSTOKEN";

    /// <summary>Events are much smaller.</summary>
    private const long MaximumEvent = 32 << 20;

    public required CommentSystem System { get; init; }

    public string? Api { get; init; }

    public string? Repository { get; init; }

    public int? PullRequest { get; init; }

    public string? Token { get; init; }

    /// <summary>The variable that holds the token.</summary>
    public required string TokenVariable { get; init; }

    /// <param name="system">The host of the pull request.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static PullRequestContext Read(CommentSystem system, Func<string, string?> environment)
    {
        return system switch
        {
            CommentSystem.GitHub => new PullRequestContext
            {
                System = system,
                Api = Get("GITHUB_API_URL") ?? "https://api.github.com",
                Repository = Get("GITHUB_REPOSITORY"),
                PullRequest = FindInRef(Get("GITHUB_REF")) ?? FindInEvent(Get("GITHUB_EVENT_PATH")),
                Token = Get(GithubToken),
                TokenVariable = GithubToken,
            },
            CommentSystem.GitLab => new PullRequestContext
            {
                System = system,
                Api = Get("CI_API_V4_URL"),
                Repository = Get("CI_PROJECT_ID"),
                PullRequest = ParseNumber(Get("CI_MERGE_REQUEST_IID")),
                Token = Get(GitlabToken),
                TokenVariable = GitlabToken,
            },
            _ => new PullRequestContext
            {
                System = system,
                Api = Get("SYSTEM_COLLECTIONURI") ?? Get("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"),
                Repository =
                    Get("SYSTEM_TEAMPROJECT") is { } project && Get("BUILD_REPOSITORY_ID") is { } repository
                        ? $"{project}/{repository}"
                        : null,
                PullRequest = ParseNumber(Get("SYSTEM_PULLREQUEST_PULLREQUESTID")),
                Token = Get(AzureToken),
                TokenVariable = AzureToken,
            },
        };

        string? Get(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
    }

    private static int? ParseNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static int? FindInRef(string? name) =>
        PullRef().Match(name ?? "") is { Success: true } match ? ParseNumber(match.Groups["number"].Value) : null;

    /// <summary>Finds the pull request in the file that describes the event, e.g. that another workflow has ended.</summary>
    private static int? FindInEvent(string? path)
    {
        try
        {
            if (path is null || !File.Exists(path) || new FileInfo(path).Length > MaximumEvent)
            {
                return null;
            }

            var root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            var found = root?["pull_request"]?["number"]
                ?? (root?["issue"]?["pull_request"] is null ? null : root["issue"]?["number"])
                ?? (root?["workflow_run"]?["pull_requests"] as JsonArray)?.FirstOrDefault()?["number"];
            return ParseNumber(found?.ToString());
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The user can name the pull request.
            return null;
        }
    }

    [GeneratedRegex("^refs/pull/(?<number>[0-9]+)/", RegexOptions.CultureInvariant)]
    private static partial Regex PullRef();
}
