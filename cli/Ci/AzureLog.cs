using System.Globalization;
using Infra.Engine.Events;

namespace Infra.Cli.Ci;

/// <summary>Logging commands of Azure Pipelines.</summary>
internal sealed class AzureLog : JobLog
{
    public override string BeginGroup(string title) => $"##[group]{EscapeData(title)}";

    public override string EndGroup() => "##[endgroup]";

    public override string Annotate(Annotation annotation)
    {
        var type = annotation.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var place = annotation.File is { } file
            ? $"sourcepath={EscapeProperty(file)};linenumber={annotation.Line.ToString(CultureInfo.InvariantCulture)};"
            : "";
        return $"##vso[task.logissue type={type};{place}]{EscapeData(annotation.Message)}";
    }

    // A command is found anywhere in a line.
    public override string Neutralize(string line) =>
        line.Replace("##vso[", "##vso [", StringComparison.OrdinalIgnoreCase).Replace("##[", "## [", StringComparison.Ordinal);

    private static string EscapeData(string text) =>
        text.Replace("%", "%AZP25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        EscapeData(text).Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
}
