using Infra.Cli.Pipelines.Github;
using Infra.Cli.Pipelines.Gitlab;

namespace Infra.Cli.Pipelines;

/// <summary>The CI systems that files can be written for.</summary>
internal static class PipelineSystem
{
    private static readonly Dictionary<string, Func<PipelineSubject, Pipeline>> Systems = new()
    {
        ["github"] = GithubPipeline.Create,
        ["gitlab"] = GitlabPipeline.Create,
    };

    public static IReadOnlyCollection<string> Names => Systems.Keys;

    /// <summary>Writes the files of a system.</summary>
    /// <param name="system">One of <see cref="Names"/>.</param>
    /// <param name="subject">What the files are for.</param>
    public static Pipeline Create(string system, PipelineSubject subject) => Systems[system](subject);
}
