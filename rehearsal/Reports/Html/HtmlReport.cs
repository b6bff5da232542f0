using System.Security.Cryptography;
using System.Text;
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
        var (style, script) = (Read("report.css"), Read("report.js"));
        var axis = TimeAxis.For(result);
        var data = new PlotData(axis);
        var body = new HtmlText();
        body.Write($"{SummarySections.WriteVerdict(result)}<main>\n");
        body.Write($"{SummarySections.WriteExpectations(result)}{SummarySections.WriteSuggestions(result)}");
        body.Write($"{new EventSection(result, axis, data).Write()}{new ServiceSections(result, axis, data).Write()}");
        body.Write($"{new NodeSection(result, axis, data).Write()}{SummarySections.WriteCost(result)}");
        body.Write($"{SummarySections.WriteAssumptions(result)}</main>\n");

        var html = new HtmlText();
        html.Write($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{HashOf(style)}'; ");
        html.Write($"script-src '{HashOf(script)}'; base-uri 'none'; form-action 'none'\">\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Write($"<meta name=\"color-scheme\" content=\"light dark\">\n<title>Rehearsal of {result.Stack}: {result.Scenario}</title>\n");
        html.WriteMarkup($"<style>{style}</style>\n</head>\n<body>\n");
        html.Write($"{body}");
        html.WriteMarkup($"<script type=\"application/json\" id=\"data\">{data.Write()}</script>\n<script>{script}</script>\n");
        return html.Write($"</body>\n</html>\n").ToString();
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // Browsers hash what they parsed, and parse all line ends as these.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
