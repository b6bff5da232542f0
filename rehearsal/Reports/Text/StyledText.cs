namespace Infra.Rehearsal.Reports.Text;

/// <summary>What a part of a text report means; the terminal chooses the colour.</summary>
public enum TextStyle
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>What holds.</summary>
    Good,

    /// <summary>What fails.</summary>
    Bad,

    /// <summary>What is not known.</summary>
    Doubtful,

    /// <summary>What matters less.</summary>
    Faint,
}

/// <summary>Text of one style.</summary>
/// <param name="Text">The text, without control characters.</param>
/// <param name="Style">What it means.</param>
public readonly record struct StyledText(string Text, TextStyle Style = TextStyle.Plain);

/// <summary>A line of a text report.</summary>
/// <param name="Parts">Its parts, from left to right.</param>
public sealed record StyledLine(params IReadOnlyList<StyledText> Parts)
{
    /// <summary>The line without styles.</summary>
    public string Text => string.Concat(Parts.Select(part => part.Text));
}
