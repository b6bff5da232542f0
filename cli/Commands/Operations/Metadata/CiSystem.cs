using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations.Metadata;

/// <summary>A CI system, with the environment variables that describe its job.</summary>
internal sealed record CiSystem(string Name, string Mark)
{
    private static readonly CiSystem[] Known =
    [
        new("Generic CI", "PULUMI_CI_SYSTEM")
        {
            Id = "PULUMI_CI_BUILD_ID",
            Number = "PULUMI_CI_BUILD_NUMBER",
            Type = "PULUMI_CI_BUILD_TYPE",
            Url = "PULUMI_CI_BUILD_URL",
            Commit = "PULUMI_CI_PULL_REQUEST_SHA",
            PullRequest = "PULUMI_PR_NUMBER",
        },
        new("GitHub Actions", "GITHUB_ACTIONS")
        {
            Id = "GITHUB_RUN_ID",
            Number = "GITHUB_RUN_NUMBER",
            Type = "GITHUB_EVENT_NAME",
            Commit = "GITHUB_SHA",
        },
        new("GitLab CI/CD", "GITLAB_CI")
        {
            Id = "CI_PIPELINE_ID",
            Number = "CI_PIPELINE_IID",
            Type = "CI_PIPELINE_SOURCE",
            Url = "CI_JOB_URL",
            Commit = "CI_COMMIT_SHA",
            PullRequest = "CI_MERGE_REQUEST_IID",
        },
        new("Azure Pipelines", "TF_BUILD")
        {
            Id = "BUILD_BUILDID",
            Type = "BUILD_REASON",
            Commit = "BUILD_SOURCEVERSION",
            PullRequest = "SYSTEM_PULLREQUEST_PULLREQUESTID",
        },
        new("Atlassian Bitbucket Pipelines", "BITBUCKET_COMMIT")
        {
            Id = "BITBUCKET_BUILD_NUMBER",
            Commit = "BITBUCKET_COMMIT",
            PullRequest = "BITBUCKET_PR_ID",
        },
        new("Buildkite", "BUILDKITE")
        {
            Id = "BUILDKITE_BUILD_ID",
            Number = "BUILDKITE_BUILD_NUMBER",
            Type = "BUILDKITE_SOURCE",
            Url = "BUILDKITE_BUILD_URL",
            Commit = "BUILDKITE_COMMIT",
        },
        new("CircleCI", "CIRCLECI")
        {
            Id = "CIRCLE_BUILD_NUM",
            Url = "CIRCLE_BUILD_URL",
            Commit = "CIRCLE_SHA1",
        },
        new("Jenkins", "JENKINS_URL")
        {
            Id = "BUILD_NUMBER",
            Url = "BUILD_URL",
            Commit = "GIT_COMMIT",
        },
    ];

    private string Id { get; init; } = "";

    private string Number { get; init; } = "";

    private string Type { get; init; } = "";

    private string Url { get; init; } = "";

    private string Commit { get; init; } = "";

    private string PullRequest { get; init; } = "";

    /// <summary>Describes the CI job that runs this process, by Pulumi's names; nothing outside a CI system.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static IEnumerable<KeyValuePair<string, string>> Describe(Func<string, string?> environment)
    {
        if (Array.Find(Known, system => environment(system.Mark) is { Length: > 0 }) is not { } found)
        {
            return [];
        }

        (string Name, string? Value)[] entries =
        [
            ("ci.system", found.Mark == "PULUMI_CI_SYSTEM" ? environment(found.Mark) : found.Name),
            ("ci.build.id", environment(found.Id)),
            ("ci.build.number", environment(found.Number)),
            ("ci.build.type", environment(found.Type)),
            ("ci.build.url", environment(found.Url) ?? CiJob.FindUrl(environment)),
            ("ci.pr.headSHA", environment(found.Commit)),
            ("ci.pr.number", environment(found.PullRequest)),
        ];
        return entries.Where(entry => entry.Value is { Length: > 0 }).Select(entry => KeyValuePair.Create(entry.Name, entry.Value!));
    }
}
