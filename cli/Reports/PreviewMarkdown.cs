using System.Globalization;
using System.Text;
using Infra.Engine.Events;
using Infra.Reports;

namespace Infra.Cli.Reports;

/// <summary>
/// A preview for a comment on a pull request, a note or a job's summary. Its first line is a marker, hidden from readers, by which a
/// comment is found again.
/// </summary>
internal sealed class PreviewMarkdown(PreviewSubject subject, PreviewResult result)
{
    /// <summary>The second line of a report that has nothing to say.</summary>
    public const string SilenceMarker = "<!-- infra:no-changes -->";

    /// <summary>The most bytes unless the user says otherwise: hosts refuse comments of more than 65,536 characters.</summary>
    public const int DefaultSize = 60_000;

    /// <summary>Room for the verdict and the counts of everything else.</summary>
    public const int MinimumSize = 4_000;

    private const int MaximumNamed = 10;

    /// <summary>Room for the parts that are left out.</summary>
    private const int ReservedSize = 1_500;

    private const int NamesSize = 1_000;

    private readonly PreviewFindings _findings = result.Findings;
    private readonly List<PolicyViolationEvent> _violations = [.. result.Findings.Violations];

    /// <summary>The marker of a stack's comment.</summary>
    public static string Marker(string project, string stack) =>
        $"<!-- infra:preview {Uri.EscapeDataString(project)}/{Uri.EscapeDataString(stack)} -->";

    /// <param name="maxBytes">The most bytes of the report in UTF-8.</param>
    /// <param name="locate">Finds <c>file:line</c> of a violation; null where it has none.</param>
    public string Write(int maxBytes, Func<PolicyViolationEvent, string?> locate)
    {
        var folds = ServiceFold.CreateAll(_findings);
        var marker = $"{Marker(subject.Project, subject.Stack)}\n";
        var document = new BoundedMarkdown(maxBytes, ReservedSize);
        if (IsSilent(folds))
        {
            document.TryAppend($"{marker}{SilenceMarker}\n");
            return document.Conclude($"✅ {DescribeStack()}: no changes ({DescribeUnchanged()}). {DescribeOrigin()}\n");
        }

        document.TryAppend($"{marker}### {DescribeVerdict()}\n\n{DescribeUnchanged()}. {DescribeOrigin()}\n");
        document.AppendList("Errors", [.. _findings.Errors.Select(Describe)]);
        document.AppendList("Replaced", [.. DescribeChanges(StepOperation.Replace, StepOperation.ImportReplacement)]);
        document.AppendList("Deleted", [.. DescribeChanges(StepOperation.Delete, StepOperation.Discard)]);
        document.AppendList("Policies", [.. _violations.Select(violation => Describe(violation, locate(violation)))]);
        document.AppendList("Rehearsal", [.. result.Rehearsals.SelectMany(Describe)]);
        var shown = folds.TakeWhile(fold => document.TryAppend(fold.Text)).Count();
        return document.Conclude(DescribeLeftOut([.. folds.Skip(shown)], maxBytes));
    }

    private bool IsSilent(IReadOnlyList<ServiceFold> folds) =>
        _findings.HasSucceeded
        && folds.Count == 0
        && !_violations.Exists(violation => violation.Level == PolicyLevel.Mandatory)
        && !result.Rehearsals.Any(rehearsal => rehearsal.Fails);

    private string DescribeStack() => MarkdownText.Escape(ReportText.Name($"{subject.Project}/{subject.Stack}"));

    private string DescribeVerdict()
    {
        var counts = _findings.Changes.Count == 0 ? "no changes of resources" : ChangeCounts.Describe(_findings.Changes);
        var mandatory = _violations.Count(violation => violation.Level == PolicyLevel.Mandatory);
        string[] failures =
        [
            .. mandatory > 0 ? [$"{ReportText.Count(mandatory, "mandatory violation")} of policies"] : Array.Empty<string>(),
            .. _findings.HasSucceeded || mandatory > 0 ? Array.Empty<string>() : ["the preview failed"],
            .. result.Rehearsals.Any(rehearsal => rehearsal.Fails) ? ["the rehearsal fails"] : Array.Empty<string>(),
        ];
        var losesObjects = _findings.Changes.Any(step =>
            step.Operation is StepOperation.Replace or StepOperation.ImportReplacement or StepOperation.Delete or StepOperation.Discard
        );
        var mark =
            failures.Length > 0 ? "❌"
            : losesObjects ? "⚠️"
            : "✅";
        return $"{mark} {DescribeStack()}: {string.Join(", ", failures.Append(counts))}";
    }

    private string DescribeUnchanged() => $"{ReportText.Number(_findings.Unchanged)} unchanged";

    private string DescribeOrigin()
    {
        var commit = subject.Commit is { } source ? $"Commit {source.Id}{(source.HasChanges ? " with uncommitted changes" : "")}, " : "";
        var time = subject.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var job = subject.Job is { } page ? $", [job]({MarkdownText.Target(page)})" : "";
        var before = subject.Base is { } revision
            ? $"compared with {MarkdownText.Escape(ReportText.Name(revision))}"
            : $"state version {ReportText.Number(subject.StateVersion)}";
        return $"{commit}{before}, {time} UTC{job}";
    }

    private string Describe(DiagnosticEvent error)
    {
        var about = error.Urn.IsEmpty || error.Urn == _findings.StackUrn ? "" : $"{MarkdownText.Escape(ReportText.Resource(error.Urn))}: ";
        return $"{about}{MarkdownText.Escape(ReportText.Message(error.Message))}";
    }

    private IEnumerable<string> DescribeChanges(params StepOperation[] operations) =>
        from step in _findings.Changes
        where operations.Contains(step.Operation)
        let service = _findings.FindComponent(step) is { } component ? $" of {component}" : ""
        let reason = step.ReplaceKeys.Count > 0 ? $", because of {string.Join(", ", step.ReplaceKeys)}" : ""
        select MarkdownText.Escape(ReportText.Message($"{ReportText.Resource(step.Urn)}{service}{reason}"));

    private static string Describe(PolicyViolationEvent violation, string? place)
    {
        var mark = violation.Level == PolicyLevel.Mandatory ? "❌ mandatory" : "advisory";
        var where = place is null ? "" : $"{place} ";
        var text = $"{violation.Policy}: {where}{ReportText.Resource(violation.Urn)}: {violation.Message}";
        return $"{mark}: {MarkdownText.Escape(ReportText.Message(text))}";
    }

    private static IEnumerable<string> Describe(RehearsalVerdict rehearsal)
    {
        var mark = rehearsal.Outcome switch
        {
            "holds" => "✅",
            "fails" => "❌",
            _ => "❔",
        };
        return rehearsal
            .Failures.Select(failure => MarkdownText.Escape(ReportText.Message(failure)))
            .Prepend($"{mark} {MarkdownText.Escape(ReportText.Message(rehearsal.Summary))}");
    }

    private static string DescribeLeftOut(IReadOnlyList<ServiceFold> folds, int maxBytes)
    {
        if (folds.Count == 0)
        {
            return "";
        }

        var named = new StringBuilder();
        var count = 0;
        foreach (var fold in folds)
        {
            var name =
                $"{(count == 0 ? "" : ", ")}{MarkdownText.Escape(ReportText.Name(fold.Title))} ({ReportText.Number(fold.Size)} bytes)";
            if (count == MaximumNamed || Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(named.ToString()) > NamesSize)
            {
                break;
            }

            named.Append(name);
            count++;
        }

        var others = folds.Count - count;
        var rest =
            others == 0 ? ""
            : count == 0 ? ReportText.Count(others, "part")
            : $" and {ReportText.Number(others)} more";
        return $"\nLeft out, because the report may have {ReportText.Number(maxBytes)} bytes: {named}{rest}. "
            + "`infra preview --diff` shows everything.\n";
    }
}
