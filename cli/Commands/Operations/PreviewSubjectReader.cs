using Infra.Cli.Reports;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>Finds out what a report of a preview is about: the commit, the version of the state, the CI job.</summary>
internal static class PreviewSubjectReader
{
    /// <summary>Longer addresses are not those of a job.</summary>
    private const int MaximumUrl = 500;

    public static async Task<PreviewSubject> ReadAsync(
        Workspace workspace,
        StackName stack,
        string? revision,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var commit = await GitCommit.FindAsync(workspace.Project.RootDirectory, output: null, cancellationToken);
        return new PreviewSubject
        {
            Project = stack.Project,
            Stack = stack.Name,
            Commit = commit,
            Base = revision,
            StateVersion = revision is not null ? 0 : workspace.History(stack).Version,
            Time = time.GetUtcNow(),
            Job = FindJob(CiJob.FindUrl(Environment.GetEnvironmentVariable)),
        };
    }

    private static Uri? FindJob(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var job) && job.Scheme is "https" or "http" && job.AbsoluteUri.Length <= MaximumUrl
            ? job
            : null;
}
