using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Infra.Cli.Reports;

/// <summary>The numbers of planned changes in words, e.g. <c>2 to create, 1 to delete</c>.</summary>
internal static class ChangeCounts
{
    public static string Describe(IEnumerable<StepDescription> changes) =>
        string.Join(
            ", ",
            changes
                .GroupBy(step => step.Operation)
                .OrderBy(group => group.Key)
                .Select(group => $"{ReportText.Number(group.Count())} to {OperationWords.Planned(group.Key)}")
        );
}
