using System.Text.RegularExpressions;

namespace Infra.Rehearsal.Reports.Markdown;

/// <summary>
/// Text of others in Markdown, wherever it stands in a line: it formats nothing, mentions no person and refers to no issue.
/// </summary>
internal static partial class MarkdownText
{
    // Hosts look for mentions and references in the rendered text, where an escaped character is the character: this parts it from the
    // name after it, and is not seen.
    private const string Joint = "&#8203;";

    public static string Escape(string text)
    {
        var escaped = SafeText
            .Line(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        escaped = Special().Replace(escaped, @"\$0");
        escaped = Reference().Replace(escaped, $"$0{Joint}");
        return Block().Replace(escaped, @"${number}\${sign}");
    }

    [GeneratedRegex(@"[\\`*_\[\]|~!$^{}]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();

    // An address, a mention, a reference to an issue or a merge request, a link without markup, the name of a picture.
    [GeneratedRegex(
        @"@|#(?=[0-9A-Za-z])|:(?=//)|www(?=\.)|(?<![0-9]):(?=[a-z0-9_+-]+:)|GH(?=-[0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Reference();

    // What would begin a list, a heading or a line of dashes. The sign of a quotation is escaped already.
    [GeneratedRegex(@"^(?<number>[0-9]+)(?<sign>[.)])(?=\s|$)|^(?<number>)(?<sign>[-+#=/])", RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
