using System.Globalization;
using Infra.Engine.Events;

namespace Infra.Cli.Ci;

/// <summary>Workflow commands of GitHub Actions.</summary>
internal sealed class GithubLog : JobLog
{
    public override string BeginGroup(string title) => $"::group::{EscapeData(title)}";

    public override string EndGroup() => "::endgroup::";

    public override string Annotate(Annotation annotation)
    {
        var command = annotation.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var place = annotation.File is { } file
            ? $" file={EscapeProperty(file)},line={annotation.Line.ToString(CultureInfo.InvariantCulture)}"
            : "";
        return $"::{command}{place}::{EscapeData(annotation.Message)}";
    }

    // A command is `::` at the start of a line, or, in its older form, `##[` anywhere.
    public override string Neutralize(string line)
    {
        var safe = line.Replace("##[", "## [", StringComparison.Ordinal);
        var start = safe.Length - safe.TrimStart().Length;
        return safe.AsSpan(start).StartsWith("::", StringComparison.Ordinal) ? safe.Insert(start + 1, " ") : safe;
    }

    private static string EscapeData(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
