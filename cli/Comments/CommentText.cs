using System.Text.RegularExpressions;
using Infra.Cli.Reports;
using Infra.Engine.Errors;

namespace Infra.Cli.Comments;

/// <summary>The text of a comment. Its first line is a marker, hidden from readers, by which the comment is found again.</summary>
internal sealed partial record CommentText
{
    /// <summary>More than any host takes.</summary>
    private const int MaximumLength = 4 << 20;

    private CommentText(string body, string marker) => (Body, Marker) = (body, marker);

    public string Body { get; }

    public string Marker { get; }

    /// <summary>True where there is nothing to say, so that a comment is updated but none created.</summary>
    public bool IsSilent => Body.Split('\n', 3) is [_, var second, ..] && second.TrimEnd() == PreviewMarkdown.SilenceMarker;

    /// <summary>True if a host has this text: hosts end lines as they like and drop white space at the end.</summary>
    public bool IsStoredAs(string body) => Normalize(body) == Normalize(Body);

    /// <param name="body">The whole text.</param>
    /// <param name="source">Where it comes from, for the message.</param>
    /// <exception cref="UsageException">The text has no marker.</exception>
    public static CommentText Parse(string body, string source)
    {
        if (body.Length > MaximumLength)
        {
            throw new UsageException($"{source} is longer than any comment", ExitCode.Configuration);
        }

        return FindMarker(body) is { } marker
            ? new CommentText(body, marker)
            : throw new UsageException(
                $"{source} does not begin with the marker by which a comment is found again, such as `<!-- infra:preview shop/prod -->`; "
                    + "`infra preview --format markdown` writes one",
                ExitCode.Configuration
            );
    }

    /// <summary>
    /// Joins texts to one, which has nothing to say if none of them has. Its marker is that of the first without the part after the last
    /// slash,
    /// so that it stays the same whatever stacks of a project report.
    /// </summary>
    public static CommentText Join(IReadOnlyList<CommentText> texts)
    {
        if (texts is [var only])
        {
            return only;
        }

        var marker = LastPart().Replace(texts[0].Marker, "");
        var heading = texts.All(text => text.IsSilent) ? $"{marker}\n{PreviewMarkdown.SilenceMarker}\n" : $"{marker}\n";
        return new CommentText(heading + string.Join('\n', texts.Select(text => text.WithoutHeading)), marker);
    }

    /// <summary>Finds the marker of a comment; null where it has none.</summary>
    public static string? FindMarker(string body) => Pattern().Match(body) is { Success: true } match ? match.Groups["marker"].Value : null;

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimEnd();

    private string WithoutHeading
    {
        get
        {
            var lines = Body.Split('\n');
            return string.Join('\n', lines[(IsSilent ? 2 : 1)..]);
        }
    }

    [GeneratedRegex("/[^/ ]*(?= -->)")]
    private static partial Regex LastPart();

    [GeneratedRegex(@"\A\uFEFF?(?<marker><!-- infra:[a-z-]+ [A-Za-z0-9._~%/-]+ -->)[ \t]*(\r?\n|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
