using System.Globalization;
using Infra.Engine.Events;

namespace Infra.Cli.Ci;

/// <summary>Chooses the annotations of a job: systems show ten errors and ten warnings of a step.</summary>
internal static class Annotations
{
    private const int Maximum = 10;

    public static IReadOnlyList<Annotation> Limit(IEnumerable<Annotation> annotations) =>
        [
            .. annotations
                .Distinct()
                .GroupBy(annotation => annotation.Severity == DiagnosticSeverity.Error)
                .OrderByDescending(group => group.Key)
                .SelectMany(group => Limit([.. group])),
        ];

    private static IReadOnlyList<Annotation> Limit(IReadOnlyList<Annotation> same)
    {
        if (same.Count <= Maximum)
        {
            return same;
        }

        var severity = same[0].Severity;
        var others = (same.Count - Maximum + 1).ToString(CultureInfo.InvariantCulture);
        var noun = severity == DiagnosticSeverity.Error ? "errors" : "warnings";
        return [.. same.Take(Maximum - 1), new Annotation(severity, $"{others} more {noun} are in the log of the job")];
    }
}
