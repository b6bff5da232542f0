namespace Infra.Cli.Ci;

/// <summary>A CI system whose ways the command knows.</summary>
internal enum CiPlatform
{
    /// <summary>No CI system, or one without ways of its own.</summary>
    None,

    GitHub,

    GitLab,

    Azure,

    Jenkins,
}

/// <summary>Finds the CI system that runs this process.</summary>
internal static class CiPlatforms
{
    /// <param name="environment">Reads an environment variable.</param>
    public static CiPlatform Detect(Func<string, string?> environment)
    {
        return IsOn("GITHUB_ACTIONS") ? CiPlatform.GitHub
            : IsOn("GITLAB_CI") ? CiPlatform.GitLab
            : IsOn("TF_BUILD") ? CiPlatform.Azure
            : environment("JENKINS_URL") is { Length: > 0 } ? CiPlatform.Jenkins
            : CiPlatform.None;

        bool IsOn(string variable) => IsTrue(environment(variable));
    }

    /// <summary>True inside a CI system, by the variable that all of them set.</summary>
    public static bool IsCi(Func<string, string?> environment) => IsTrue(environment("CI")) || Detect(environment) != CiPlatform.None;

    private static bool IsTrue(string? value) => value?.ToUpperInvariant() is "TRUE" or "1";
}
