using System.Security.Cryptography;
using System.Text;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>A page without external parts, which its policy forbids.</summary>
internal static class HtmlPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Its content.</param>
    /// <param name="data">The values that its script shows; null for a page without a script.</param>
    public static string Write(string title, HtmlText body, PlotData? data = null)
    {
        var (style, script) = (Read("report.css"), data is null ? null : Read("report.js"));
        var html = new HtmlText();
        html.Write($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{HashOf(style)}'; ");
        if (script is not null)
        {
            html.Write($"script-src '{HashOf(script)}'; ");
        }

        html.Write($"base-uri 'none'; form-action 'none'\">\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Write($"<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n");
        html.WriteMarkup($"<style>{style}</style>\n</head>\n<body>\n");
        html.Write($"{body}");
        if (script is not null)
        {
            html.WriteMarkup($"<script type=\"application/json\" id=\"data\">{data!.Write()}</script>\n<script>{script}</script>\n");
        }

        return html.Write($"</body>\n</html>\n").ToString();
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // Browsers hash what they parsed, and parse all line ends as these.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
