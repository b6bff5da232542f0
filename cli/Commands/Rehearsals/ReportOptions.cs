using System.CommandLine;
using System.Text;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Rehearsal.Reports;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Json;
using Infra.Rehearsal.Reports.Markdown;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>The options that say where reports of rehearsals are written.</summary>
internal sealed class ReportOptions
{
    private const string StandardOutput = "-";

    private readonly (Option<string?> Option, Action<RehearsalResult, Stream> Write)[] _files =
    [
        (Create("--report", "Write a report for browsers, one HTML file without external parts"), (result, output) =>
            WriteText(HtmlReport.Write(result), output)
        ),
        (Create("--markdown", "Write a report for a pull request; - writes to standard output"), (result, output) =>
            WriteText(MarkdownReport.Write(result), output)
        ),
        (Create("--junit", "Write a JUnit report with a test case for each expectation"), JunitReport.Write),
        (Create("--csv", "Write the samples of all services"), WriteCsv),
    ];

    /// <summary>The options that are given.</summary>
    public IEnumerable<string> FindGiven(ParseResult parsed) =>
        _files.Where(file => parsed.GetValue(file.Option) is not null).Select(file => file.Option.Name);

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
        var isTaken = asJson;
        foreach (var (option, write) in _files)
        {
            if (parsed.GetValue(option) is not { } path)
            {
                continue;
            }

            isTaken |= path == StandardOutput;
            foreach (var result in results)
            {
                WriteFile(option.Name, path, results.Count > 1 ? result.Scenario : null, output => write(result, output));
            }
        }

        if (asJson)
        {
            using var output = Console.OpenStandardOutput();
            WriteJson(results, output);
        }
        else if (!isTaken)
        {
            Show(parsed, results);
        }
    }

    private static Option<string?> Create(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static void WriteJson(IReadOnlyList<RehearsalResult> results, Stream output)
    {
        output.WriteByte((byte)'[');
        for (var i = 0; i < results.Count; i++)
        {
            if (i > 0)
            {
                output.WriteByte((byte)',');
            }

            JsonReport.Write(results[i], output);
        }

        output.Write("]\n"u8);
    }

    private static void WriteText(string text, Stream output) => output.Write(Encoding.UTF8.GetBytes(text));

    private static void WriteCsv(RehearsalResult result, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        CsvReport.Write(result, writer);
    }

    private static void WriteFile(string option, string path, string? scenario, Action<Stream> write)
    {
        if (path == StandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            write(output);
            return;
        }

        var file = scenario is null
            ? path
            : Path.Combine(
                Path.GetDirectoryName(path) ?? "",
                $"{Path.GetFileNameWithoutExtension(path)}-{scenario}{Path.GetExtension(path)}"
            );
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

    private static void Show(ParseResult parsed, IReadOnlyList<RehearsalResult> results)
    {
        for (var i = 0; i < results.Count; i++)
        {
            if (i > 0)
            {
                Console.WriteLine();
            }

            StyledOutput.Write(parsed, width => TextReport.Write(results[i], width));
        }
    }
}
