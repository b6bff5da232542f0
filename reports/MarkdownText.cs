using System.Text.RegularExpressions;

namespace Infra.Reports;

/// <summary>
/// Text of others in Markdown, wherever it stands in a line: it formats nothing, mentions no person and refers to no issue.
/// </summary>
public static partial class MarkdownText
{
    // Hosts look for mentions and references in the rendered text, where an escaped character is the character: this parts it from the
    // name after it, and is not seen.
    private const string Joint = "&#8203;";

    private const int MinimumFence = 3;

    /// <summary>Text in a paragraph, a heading, an entry of a list or a cell of a table.</summary>
    public static string Escape(string text)
    {
        var escaped = Special().Replace(EscapeTags(text), @"\$0");
        escaped = Reference().Replace(escaped, $"$0{Joint}");
        return Block().Replace(escaped, @"${number}\${sign}");
    }

    /// <summary>Text inside an HTML element such as <c>summary</c>, where Markdown has no meaning but hosts look for references.</summary>
    public static string EscapeHtml(string text) => Reference().Replace(EscapeTags(text), $"$0{Joint}");

    /// <summary>An address as the target of a link.</summary>
    public static string Target(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address
            .AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal)
            .Replace(")", "%29", StringComparison.Ordinal)
            .Replace("<", "%3C", StringComparison.Ordinal)
            .Replace("|", "%7C", StringComparison.Ordinal)
            .Replace("\\", "%5C", StringComparison.Ordinal);
    }

    /// <summary>Lines of code, in a fence that none of them can close.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="language">The language that the host highlights; "" for none.</param>
    public static string Fence(string lines, string language = "")
    {
        var safe = SafeText.Block(lines);
        var fence = new string('`', Math.Max(MinimumFence, LongestRun(safe) + 1));
        return $"{fence}{language}\n{safe}{(safe.EndsWith('\n') ? "" : "\n")}{fence}\n";
    }

    private static string EscapeTags(string text) =>
        SafeText
            .Line(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static int LongestRun(string text)
    {
        var (longest, current) = (0, 0);
        foreach (var character in text)
        {
            current = character == '`' ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
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
