using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>
/// A result as one page for browsers, without external parts: plots of each service and node on one axis of time. It can be read without
/// its script, which shows the values at a cursor.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    public static string Write(RehearsalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var axis = TimeAxis.For(result);
        var data = new PlotData(axis);
        var body = new HtmlText();
        body.Write($"{SummarySections.WriteVerdict(result)}<main>\n");
        body.Write($"{SummarySections.WriteExpectations(result)}{SummarySections.WriteSuggestions(result)}");
        body.Write($"{new EventSection(result, axis, data).Write()}{new ServiceSections(result, axis, data).Write()}");
        body.Write($"{new NodeSection(result, axis, data).Write()}{SummarySections.WriteCost(result)}");
        body.Write($"{SummarySections.WriteAssumptions(result)}</main>\n");
        return HtmlPage.Write($"Rehearsal of {result.Stack}: {result.Scenario}", body, data);
    }
}
