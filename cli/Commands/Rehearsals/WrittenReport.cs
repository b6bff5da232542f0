using System.Text;
using Infra.Rehearsal.Reports;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Json;
using Infra.Rehearsal.Reports.Markdown;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>The forms of a report. Those that it does not have are null.</summary>
internal sealed record WrittenReport
{
    /// <summary>What tells its files from those of other reports; null for the only one.</summary>
    public string? Name { get; init; }

    /// <summary>Writes it for a terminal of a width; null for lines of any length.</summary>
    public required Func<int?, IReadOnlyList<StyledLine>> Text { get; init; }

    public required Action<Stream> Html { get; init; }

    public required Action<Stream> Markdown { get; init; }

    public Action<Stream>? Junit { get; init; }

    public required Action<Stream> Csv { get; init; }

    public required Action<Stream> Json { get; init; }

    /// <summary>The report of a rehearsal.</summary>
    /// <param name="result">What it found.</param>
    /// <param name="isOnly">Whether there is no other.</param>
    public static WrittenReport Of(RehearsalResult result, bool isOnly) =>
        new()
        {
            Name = isOnly ? null : result.Scenario,
            Text = width => TextReport.Write(result, width),
            Html = output => Write(HtmlReport.Write(result), output),
            Markdown = output => Write(MarkdownReport.Write(result), output),
            Junit = output => JunitReport.Write(result, output),
            Csv = output => Write(writer => CsvReport.Write(result, writer), output),
            Json = output => JsonReport.Write(result, output),
        };

    public static void Write(string text, Stream output) => output.Write(Encoding.UTF8.GetBytes(text));

    public static void Write(Action<TextWriter> write, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        write(writer);
    }
}
