namespace Infra.Engine.State;

/// <summary>Finds the page of the CI job that runs this process, from the variables that CI systems set.</summary>
public static class CiJob
{
    /// <summary>Variables with the URL of the job, or of the build where there is no page per job.</summary>
    private static readonly string[] UrlVariables =
    [
        "CI_JOB_URL", // GitLab
        "BUILDKITE_BUILD_URL",
        "CIRCLE_BUILD_URL",
        "TRAVIS_JOB_WEB_URL",
        "DRONE_BUILD_LINK",
        "CI_PIPELINE_URL", // Woodpecker
        "CF_BUILD_URL", // Codefresh
        "SEMAPHORE_JOB_URL",
        "BUILD_URL", // Jenkins, TeamCity
    ];

    /// <summary>Gets the URL, or null outside a CI system.</summary>
    public static string? FindUrl(Func<string, string?> environment)
    {
        if (Get("GITHUB_RUN_ID") is { } run && Get("GITHUB_REPOSITORY") is { } repository)
        {
            return $"{Get("GITHUB_SERVER_URL") ?? "https://github.com"}/{repository}/actions/runs/{run}";
        }

        if (
            Get("BUILD_BUILDID") is { } build
            && Get("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI") is { } collection
            && Get("SYSTEM_TEAMPROJECT") is { } project
        )
        {
            return $"{collection.TrimEnd('/')}/{Uri.EscapeDataString(project)}/_build/results?buildId={build}";
        }

        if (Get("BITBUCKET_BUILD_NUMBER") is { } number && Get("BITBUCKET_REPO_FULL_NAME") is { } name)
        {
            return $"https://bitbucket.org/{name}/pipelines/results/{number}";
        }

        return UrlVariables.Select(Get).FirstOrDefault(url => url is not null);

        string? Get(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
    }
}
