using System.Globalization;
using System.Text.Json;
using Likeness.Comparison;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Reporting;

/// <summary>Writes the comparison with recordings of Kubernetes.</summary>
/// <param name="output">Receives the report.</param>
internal sealed class KubernetesReport(TextWriter output)
{
    public void WriteJson(KubernetesReplay replay) => output.WriteLine(JsonSerializer.Serialize(replay, Json.Indented));

    /// <summary>Writes the misses and a table of the parts.</summary>
    public void Write(KubernetesReplay replay, bool verbose)
    {
        foreach (var result in replay.Results.Where(result => verbose && !result.IsExact))
        {
            WriteMiss(result);
        }

        var width = replay.Results.Select(result => result.Part.Length).Append("total".Length).Max();
        output.WriteLine($"{"part".PadRight(width)}  cases  exact  percent");
        foreach (var part in replay.Results.GroupBy(result => result.Part))
        {
            WriteSum(part.Key.PadRight(width), [.. part]);
        }

        WriteSum("total".PadRight(width), replay.Results);
        foreach (var file in replay.Unrecognised)
        {
            output.WriteLine($"not recognised: {file}");
        }

        foreach (var file in replay.Unreadable)
        {
            output.WriteLine($"not readable: {file}");
        }
    }

    private void WriteSum(string title, IReadOnlyCollection<CaseResult> results)
    {
        var exact = results.Count(result => result.IsExact);
        var percent = results.Count == 0 ? 100 : 100.0 * exact / results.Count;
        output.WriteLine($"{title}  {Cell(results.Count, "0", 5)}  {Cell(exact, "0", 5)}  {Cell(percent, "0.0", 7)}");
    }

    private static string Cell(double number, string format, int width) =>
        number.ToString(format, CultureInfo.InvariantCulture).PadLeft(width);

    private void WriteMiss(CaseResult result)
    {
        output.WriteLine($"## {result.FullName}");
        foreach (var difference in result.Differences)
        {
            WriteDifference(difference);
        }

        if (result.Failure is { } failure)
        {
            output.WriteLine($"  the replay failed: {failure}");
        }
    }

    private void WriteDifference(Difference difference)
    {
        output.WriteLine($"  {difference.Place}");
        output.WriteLine($"    recorded: {Indent(difference.Recorded)}");
        output.WriteLine($"    received: {Indent(difference.Received)}");
    }

    private static string Indent(string text) => text.ReplaceLineEndings("\n              ");
}
