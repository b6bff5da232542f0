using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Infra.Cli.Reports;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Policies;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options of a preview that write reports for CI systems.</summary>
internal sealed class ReportOptionSet
{
    private const string Markdown = "markdown";
    private const string Gitlab = "gitlab";

    private readonly Option<string[]> _formats = new("--format")
    {
        Description =
            "Write a report: markdown, for a comment or a job's summary, or gitlab, for artifacts:reports:terraform; may be repeated",
    };

    private readonly Option<string[]> _files = new("--out")
    {
        Description = "The file of the report at the same position (default: standard output)",
        HelpName = "FILE",
    };

    private readonly Option<int> _maxBytes = new("--max-bytes")
    {
        Description = $"The most bytes of the Markdown; whole parts are left out (default: {PreviewMarkdown.DefaultSize})",
        HelpName = "N",
        DefaultValueFactory = _ => PreviewMarkdown.DefaultSize,
    };

    private readonly Option<string[]> _rehearsals = new("--rehearsal")
    {
        Description = "What `infra rehearse --json` has written: its verdict becomes part of the Markdown; may be repeated",
        HelpName = "FILE",
    };

    public void AddTo(Command command, Option<bool> json)
    {
        _formats.AcceptOnlyFromAmong(Markdown, Gitlab);
        _maxBytes.Validators.Add(result =>
        {
            if (!result.AreNumbers(PreviewMarkdown.MinimumSize))
            {
                result.AddError($"--max-bytes takes a whole number of at least {PreviewMarkdown.MinimumSize}.");
            }
        });
        command.Add(_formats);
        command.Add(_files);
        command.Add(_maxBytes);
        command.Add(_rehearsals);
        command.Validators.Add(result => Validate(result, json));
    }

    /// <summary>True where a report takes the standard output.</summary>
    public bool TakesStandardOutput(ParseResult parsed) => List(parsed).Any(report => report.File == ReportFile.StandardOutput);

    /// <summary>Reads the results of rehearsals.</summary>
    /// <exception cref="UsageException">A file is not a result.</exception>
    public IReadOnlyList<RehearsalVerdict> ReadRehearsals(ParseResult parsed) =>
        [
            .. (parsed.GetValue(_rehearsals) ?? []).SelectMany(file =>
                RehearsalVerdict.Read(Path.GetFullPath(file, WorkspaceAccess.Directory(parsed)))
            ),
        ];

    /// <summary>Writes the reports that the command line asks for.</summary>
    public async Task WriteAsync(
        ParseResult parsed,
        Workspace workspace,
        StackName stack,
        string? revision,
        PreviewResult result,
        CancellationToken cancellationToken
    )
    {
        var directory = WorkspaceAccess.Directory(parsed);

        // Before the first file is written, which would count as an uncommitted change.
        var subject = List(parsed).Any(report => report.Format == Markdown)
            ? await PreviewSubjectReader.ReadAsync(workspace, stack, revision, TimeProvider.System, cancellationToken)
            : null;
        foreach (var (format, file) in List(parsed))
        {
            var path = file == ReportFile.StandardOutput ? file : Path.GetFullPath(file, directory);
            if (format == Markdown)
            {
                var places = ServicePlaces.Read(workspace.Project.StackFile(stack.Name));
                var text = new PreviewMarkdown(subject!, result).Write(parsed.GetValue(_maxBytes), violation =>
                    Describe(places.Find(violation.Urn), directory)
                );
                ReportFile.Write(_files.Name, path, text);
            }
            else if (result.Findings.HasSucceeded)
            {
                ReportFile.Write(_files.Name, path, GitlabPlanReport.Write(result.Findings.Changes));
            }
            else
            {
                Console.Error.WriteLine("The report for GitLab was not written, because a preview that fails has no numbers");
            }
        }
    }

    private static string Describe(ManifestPlace place, string directory) =>
        $"{Path.GetRelativePath(directory, place.File)}:{place.Line.ToString(CultureInfo.InvariantCulture)}";

    private IEnumerable<(string Format, string File)> List(ParseResult parsed)
    {
        var files = parsed.GetValue(_files) ?? [];
        return (parsed.GetValue(_formats) ?? []).Select((format, i) => (format, i < files.Length ? files[i] : ReportFile.StandardOutput));
    }

    private void Validate(CommandResult result, Option<bool> json)
    {
        string[] formats = [.. Values(_formats)];
        string[] files = [.. Values(_files)];
        var onStandardOutput =
            Math.Max(0, formats.Length - files.Length)
            + files.Count(file => file == ReportFile.StandardOutput)
            + (result.IsOn(json) ? 1 : 0);
        if (files.Length > formats.Length)
        {
            result.AddError("--out: there are more files than --format options; each file is that of the report at its position.");
        }
        else if (formats.Length > 0 && onStandardOutput > 1)
        {
            result.AddError(
                $"standard output can have one form only: name a file with --out for each --format{(result.IsOn(json) ? ", because of --json" : "")}."
            );
        }

        foreach (var option in (Option[])[_maxBytes, _rehearsals])
        {
            if (result.GetResult(option) is { Implicit: false } && !formats.Contains(Markdown))
            {
                result.AddError($"{option.Name} is for --format {Markdown} only.");
            }
        }

        IEnumerable<string> Values(Option option) => result.GetResult(option)?.Tokens.Select(token => token.Value) ?? [];
    }
}
