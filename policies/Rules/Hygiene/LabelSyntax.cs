using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>What labels may look like.</summary>
internal static class LabelSyntax
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;

    public static bool IsValue(string value) => value.Length == 0 || IsWord(value);

    public static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return IsWord(key[(slash + 1)..]) && (slash < 0 || IsPrefix(key[..slash]));
    }

    private static bool IsWord(string text) =>
        text.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static bool IsPrefix(string text) => text.Length is > 0 and <= LongestPrefix && Array.TrueForAll(text.Split('.'), part =>
        part.Length > 0 && IsLowerOrDigit(part[0]) && IsLowerOrDigit(part[^1]) && part.All(letter => IsLowerOrDigit(letter) || letter == '-'));

    private static bool IsLowerOrDigit(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);
}
