using Infra.Engine.Events;

namespace Infra.Cli.Ci;

/// <summary>The syntax in which the log of a CI system's job has groups and annotations.</summary>
internal abstract class JobLog
{
    /// <summary>The syntax of a system; null where it has none.</summary>
    public static JobLog? Find(CiPlatform platform, TimeProvider time) =>
        platform switch
        {
            CiPlatform.GitHub => new GithubLog(),
            CiPlatform.GitLab => new GitlabLog(time),
            CiPlatform.Azure => new AzureLog(),
            _ => null,
        };

    /// <summary>The line that begins a group.</summary>
    public abstract string BeginGroup(string title);

    /// <summary>The line that ends the last group.</summary>
    public abstract string EndGroup();

    /// <summary>The line that annotates the job, or a place in a file; null where the system has no annotations.</summary>
    public abstract string? Annotate(Annotation annotation);

    /// <summary>Makes a line of others' text harmless: the system finds no command in it.</summary>
    public abstract string Neutralize(string line);

    /// <summary>Replaces what would act on the log's reader.</summary>
    protected static string WithoutControls(string line) =>
        line.Any(character => char.IsControl(character) && character != '\t')
            ? string.Concat(line.Select(character => char.IsControl(character) && character != '\t' ? '\uFFFD' : character))
            : line;
}

/// <summary>A message for the page of a job.</summary>
/// <param name="Severity">An error or a warning.</param>
/// <param name="Message">The text.</param>
/// <param name="File">The path of the file within the repository; null where it is about none.</param>
/// <param name="Line">The line in the file.</param>
internal sealed record Annotation(DiagnosticSeverity Severity, string Message, string? File = null, int Line = 1);
