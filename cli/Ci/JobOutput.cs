using Infra.Cli.Reports;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Policies;

namespace Infra.Cli.Ci;

/// <summary>What a command writes for the CI system whose job it runs in: a log in its syntax, and annotations at its end.</summary>
internal sealed class JobOutput(JobLog log, AnnotationReader reader, TextWriter output, TextWriter error) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Annotation> _annotations = [];

    /// <summary>For the standard output of displays.</summary>
    public JobWriter Output { get; } = new(output, log);

    /// <summary>For the standard error.</summary>
    public JobWriter Error { get; } = new(error, log);

    /// <summary>Prepares the output of a job; null outside of one whose syntax is known.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static JobOutput? Find(Func<string, string?> environment) =>
        JobLog.Find(CiPlatforms.Detect(environment), TimeProvider.System) is { } log
            ? new JobOutput(log, AnnotationReader.Create(environment), Console.Out, Console.Error)
            : null;

    /// <summary>Annotates the job with a message, or with each of its lines that names a place in a file.</summary>
    /// <param name="severity">An error or a warning.</param>
    /// <param name="message">The message.</param>
    /// <param name="directory">The folder that paths in the message are relative to.</param>
    public void Add(DiagnosticSeverity severity, string message, string directory)
    {
        lock (_gate)
        {
            _annotations.AddRange(reader.Read(severity, SecretRedaction.Redact(message), directory));
        }
    }

    /// <summary>Annotates the place of a violation.</summary>
    public void Add(PolicyViolationEvent violation, ManifestPlace? place)
    {
        var severity = violation.Level == PolicyLevel.Mandatory ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        var message = SecretRedaction.Redact($"{violation.Policy}: {ReportText.Resource(violation.Urn)}: {violation.Message}");
        lock (_gate)
        {
            _annotations.Add(place is null ? new Annotation(severity, message) : reader.At(severity, message, place.File, place.Line));
        }
    }

    public void Dispose()
    {
        Output.Flush();
        Error.Flush();
        foreach (var line in Annotations.Limit(_annotations).Select(log.Annotate).OfType<string>())
        {
            Error.WriteCommand(line);
        }

        Output.Dispose();
        Error.Dispose();
    }
}
