namespace Infra.Backend.Planning.Haproxy;

/// <summary>Formats values for HAProxy's configuration.</summary>
internal static class HaproxyText
{
    private const string PlainCharacters = "/._-~:@+=&?%,;!*";

    public static string Format(TimeSpan time) => $"{(long)time.TotalMilliseconds}ms";

    /// <summary>Quotes a text if it contains characters that are special to HAProxy.</summary>
    public static string Quote(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || PlainCharacters.Contains(character, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Quotes a text where HAProxy expects a log format, in which a percent sign begins a variable.</summary>
    public static string QuoteFormat(string text) => Quote(text.Replace("%", "%%", StringComparison.Ordinal));
}
