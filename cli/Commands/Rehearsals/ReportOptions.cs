using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Rehearsal.Results;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>The options that say where reports are written.</summary>
internal sealed class ReportOptions
{
    private const string StandardOutput = "-";

    private readonly Option<string?> _junit = Create("--junit", "Write a JUnit report with a test case for each expectation");
    private readonly (Option<string?> Option, Func<WrittenReport, Action<Stream>?> Form)[] _files;

    public ReportOptions() =>
        _files = [
            (Create("--report", "Write a report for browsers, one HTML file without external parts"), report => report.Html),
            (Create("--markdown", "Write a report for a pull request; - writes to standard output"), report => report.Markdown),
            (_junit, report => report.Junit),
            (Create("--csv", "Write the samples of all services"), report => report.Csv),
        ];

    /// <summary>The options that are given.</summary>
    public IEnumerable<string> FindGiven(ParseResult parsed) =>
        _files.Where(file => parsed.GetValue(file.Option) is not null).Select(file => file.Option.Name);

    /// <summary>Refuses a JUnit report of what has no expectations of its own.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option that asks the question.</param>
    /// <exception cref="UsageException">A JUnit report is asked for.</exception>
    public void RefuseJunit(ParseResult parsed, string option)
    {
        if (parsed.GetValue(_junit) is not null)
        {
            throw new UsageException(
                $"{_junit.Name} reports the expectations of one rehearsal, and {option} makes several: leave out one of them",
                ExitCode.Configuration
            );
        }
    }

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _files)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// Writes the reports that are asked for, and one for people if standard output is not taken by another. Of several results each has a
    /// file of its own, whose name ends with the scenario's.
    /// </summary>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    public void Write(ParseResult parsed, IReadOnlyList<RehearsalResult> results, bool asJson)
    {
        List<WrittenReport> reports = [.. results.Select(result => WrittenReport.Of(result, results.Count == 1))];
        var isTaken = WriteFiles(parsed, reports);
        if (asJson)
        {
            using var output = Console.OpenStandardOutput();
            WriteJson(reports, output);
        }
        else if (!isTaken)
        {
            Show(parsed, reports);
        }
    }

    /// <inheritdoc cref="Write(ParseResult, IReadOnlyList{RehearsalResult}, bool)"/>
    public void Write(ParseResult parsed, WrittenReport report, bool asJson)
    {
        var isTaken = WriteFiles(parsed, [report]);
        if (asJson)
        {
            using var output = Console.OpenStandardOutput();
            report.Json(output);
            output.WriteByte((byte)'\n');
        }
        else if (!isTaken)
        {
            Show(parsed, [report]);
        }
    }

    private static Option<string?> Create(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    /// <summary>Writes the files that are asked for.</summary>
    /// <returns>Whether one of them is standard output.</returns>
    private bool WriteFiles(ParseResult parsed, IReadOnlyList<WrittenReport> reports)
    {
        var isTaken = false;
        foreach (var (option, form) in _files)
        {
            if (parsed.GetValue(option) is not { } path)
            {
                continue;
            }

            isTaken |= path == StandardOutput;
            foreach (var report in reports)
            {
                if (form(report) is { } write)
                {
                    WriteFile(option.Name, path, report.Name, write);
                }
            }
        }

        return isTaken;
    }

    private static void WriteJson(List<WrittenReport> reports, Stream output)
    {
        output.WriteByte((byte)'[');
        for (var i = 0; i < reports.Count; i++)
        {
            if (i > 0)
            {
                output.WriteByte((byte)',');
            }

            reports[i].Json(output);
        }

        output.Write("]\n"u8);
    }

    private static void WriteFile(string option, string path, string? name, Action<Stream> write)
    {
        if (path == StandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            write(output);
            return;
        }

        var file = name is null
            ? path
            : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{name}{Path.GetExtension(path)}");
        try
        {
            using var output = File.Create(file);
            write(output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option}: {file} cannot be written: {error.Message}", ExitCode.Configuration);
        }

        Console.Error.WriteLine($"Wrote {file}");
    }

    private static void Show(ParseResult parsed, List<WrittenReport> reports)
    {
        for (var i = 0; i < reports.Count; i++)
        {
            if (i > 0)
            {
                Console.WriteLine();
            }

            StyledOutput.Write(parsed, reports[i].Text);
        }
    }
}
