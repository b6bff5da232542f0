namespace Infra.Backend.Traffic.Haproxy;

/// <summary>Values as HAProxy's configuration takes them.</summary>
internal static class HaproxyText
{
    public static string Of(TimeSpan time) => $"{(long)time.TotalMilliseconds}ms";

    /// <summary>A word in which nothing means anything to HAProxy; in quotes only where it has to be.</summary>
    public static string Word(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-~:@+=&?%,;!*".Contains(letter, StringComparison.Ordinal))
        ? text
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
