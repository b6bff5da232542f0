using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>What happened, in words.</summary>
internal static class EventText
{
    /// <summary>The subject and the text, or the text alone if it names the subject.</summary>
    public static string Of(TimelineEvent happened)
    {
        var (subject, text) = (SafeText.Line(happened.Subject), SafeText.Line(happened.Text));
        return text.Contains(subject, StringComparison.Ordinal) ? text : $"{subject}: {text}";
    }
}
