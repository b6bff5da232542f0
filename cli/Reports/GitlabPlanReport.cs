using System.Text.Json;
using Infra.Engine.Events;

namespace Infra.Cli.Reports;

/// <summary>
/// The numbers of a preview as GitLab shows them in a merge request (<c>artifacts:reports:terraform</c>), which needs no token. A
/// replacement is a creation and a deletion.
/// </summary>
internal static class GitlabPlanReport
{
    /// <summary>GitLab refuses larger numbers.</summary>
    private const int Maximum = 999_999;

    public static string Write(IReadOnlyList<StepDescription> changes)
    {
        var replaced = Count(StepOperation.Replace, StepOperation.ImportReplacement);
        var report = new Dictionary<string, int>
        {
            ["create"] = Math.Min(Maximum, Count(StepOperation.Create) + replaced),
            ["update"] = Math.Min(Maximum, Count(StepOperation.Update, StepOperation.Import)),
            ["delete"] = Math.Min(Maximum, Count(StepOperation.Delete, StepOperation.Discard) + replaced),
        };
        return $"{JsonSerializer.Serialize(report)}\n";

        int Count(params StepOperation[] operations) => changes.Count(step => operations.Contains(step.Operation));
    }
}
