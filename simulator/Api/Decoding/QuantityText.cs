using System.Globalization;
using Infra.Kubernetes;

namespace Infra.Simulator.Api.Decoding;

/// <summary>
/// Reads quantities as Kubernetes' decoder does: most are stored in canonical form, but a text that looks canonical is stored as it is
/// (<c>1.001</c>, <c>+5</c>). In lists of resources, fractions of a thousandth are rounded up.
/// </summary>
internal static class QuantityText
{
    private const int MaximumDigits = 18;
    private const int SmallestScale = -9;
    private const int MilliScale = -3;
    private const string WrongForm = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string WrongSuffix = "unable to parse quantity's suffix";
    private const string SuffixLetters = "eEinumkKMGTP";

    private static readonly Dictionary<string, int> _decimal = new(StringComparer.Ordinal)
    {
        ["n"] = -9,
        ["u"] = -6,
        ["m"] = -3,
        [""] = 0,
        ["k"] = 3,
        ["M"] = 6,
        ["G"] = 9,
        ["T"] = 12,
        ["P"] = 15,
        ["E"] = 18,
    };

    private static readonly string[] _binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>Returns the text to store.</summary>
    /// <param name="text">The text of a request.</param>
    /// <param name="isResourceList">Whether the quantity is in a list of resources, such as requests.</param>
    /// <exception cref="DecodingException">The text is not a quantity.</exception>
    public static string Read(string text, bool isResourceList)
    {
        var parts = Split(text) ?? throw new DecodingException(WrongForm);
        if (!IsSuffix(parts.Suffix))
        {
            throw new DecodingException(WrongSuffix);
        }

        if (!Quantity.TryParse(text, out var quantity))
        {
            throw new DecodingException(WrongForm);
        }

        if (isResourceList && Quantity.FromMilli(quantity.MilliValue) is var rounded && !quantity.IsWhole && rounded != quantity)
        {
            return quantity.Format == QuantityFormat.DecimalExponent
                ? Quantity.Parse(string.Create(CultureInfo.InvariantCulture, $"{quantity.MilliValue}e{MilliScale}")).ToString()
                : rounded.ToString();
        }

        return IsStoredAsWritten(parts) ? text : quantity.ToString();
    }

    private static bool IsSuffix(string suffix) =>
        _decimal.ContainsKey(suffix) || _binary.Contains(suffix) || GetExponent(suffix) is not null;

    private static int? GetExponent(string suffix) =>
        suffix.Length > 1 && suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), CultureInfo.InvariantCulture, out var exponent)
            ? exponent
            : null;

    private static bool IsStoredAsWritten(Parts parts)
    {
        var digits = parts.Whole + parts.Fraction;
        if (Array.IndexOf(_binary, parts.Suffix) is var index and >= 0)
        {
            var bits = 10 * (index + 1);
            return parts.Fraction.Length == 0
                && MaximumDigits - 4 - digits.Length - (bits * 3 / 10) >= 0
                && (long.Parse(digits, CultureInfo.InvariantCulture) & 7) != 0;
        }

        var scale = (_decimal.TryGetValue(parts.Suffix, out var known) ? known : GetExponent(parts.Suffix) ?? 0) - parts.Fraction.Length;
        return digits.Length <= MaximumDigits
            && scale >= SmallestScale
            && scale % 3 == 0
            && digits[0] != '0'
            && !digits.EndsWith("000", StringComparison.Ordinal);
    }

    /// <summary>Splits a text into its parts without leading zeros; null if it does not have the form of a quantity.</summary>
    private static Parts? Split(string text)
    {
        var at = text is ['+' or '-', ..] ? 1 : 0;
        at = SkipWhile(text, at, static character => character == '0');
        var end = SkipWhile(text, at, char.IsAsciiDigit);
        var (whole, fraction) = (end == at ? "0" : text[at..end], "");
        if (end < text.Length && text[end] == '.')
        {
            at = end + 1;
            end = SkipWhile(text, at, char.IsAsciiDigit);
            fraction = text[at..end];
        }

        var suffix = end;
        end = SkipWhile(text, end, static character => SuffixLetters.Contains(character, StringComparison.Ordinal));
        if (end < text.Length && text[end] is '+' or '-')
        {
            end++;
        }

        end = SkipWhile(text, end, char.IsAsciiDigit);
        return text.Length > 0 && end == text.Length ? new Parts(whole, fraction, text[suffix..]) : null;
    }

    private static int SkipWhile(string text, int at, Func<char, bool> matches)
    {
        while (at < text.Length && matches(text[at]))
        {
            at++;
        }

        return at;
    }

    private sealed record Parts(string Whole, string Fraction, string Suffix);
}
