using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Infra.Engine.Resources;

/// <summary>
/// Replaces secrets in texts, in every form in which programs quote them: as they are, escaped for JSON, Go or a URL, and in base64. Of a
/// secret of several lines each line counts as well, since output is masked line by line.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>What a secret is replaced by.</summary>
    public const string Replacement = "[secret]";

    /// <summary>Shorter lines of a longer secret occur in ordinary text.</summary>
    private const int MinimumLine = 4;

    /// <summary>A shorter part of an encoded text may be one of an ordinary text.</summary>
    private const int MinimumBase64 = 6;

    private readonly string[] _forms;
    private readonly SearchValues<string> _search;

    /// <param name="secrets">The secrets.</param>
    /// <param name="minimumLength">Shorter ones are not masked: they occur in ordinary text, which masking would only garble.</param>
    public SecretMask(IEnumerable<string> secrets, int minimumLength)
    {
        _forms =
        [
            .. secrets
                .Where(secret => secret.Length >= minimumLength)
                .SelectMany(secret => Lines(secret).Prepend(secret))
                .SelectMany(Forms)
                .Where(form => form.Length >= minimumLength)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(form => form.Length),
        ];
        _search = SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>True where there is nothing to mask.</summary>
    public bool IsEmpty => _forms.Length == 0;

    /// <summary>Replaces all secrets.</summary>
    /// <returns>The same text where it has none.</returns>
    public string Apply(string text) =>
        text.AsSpan().ContainsAny(_search)
            ? _forms.Aggregate(text, (masked, form) => masked.Replace(form, Replacement, StringComparison.Ordinal))
            : text;

    private static IEnumerable<string> Lines(string secret) =>
        secret.AsSpan().IndexOfAny('\r', '\n') < 0 ? [] : secret.Split('\r', '\n').Where(line => line.Length >= MinimumLine);

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        string[] quoted = [Quote(secret, isAscii: false), Quote(secret, isAscii: true), .. Json(secret)];
        foreach (var form in quoted)
        {
            yield return form;

            // JSON in a message that quotes it.
            yield return Quote(form, isAscii: false);
        }

        var url = Uri.EscapeDataString(secret);
        yield return url;
        yield return url.Replace("%20", "+", StringComparison.Ordinal);
        foreach (var base64 in Base64(Encoding.UTF8.GetBytes(secret)))
        {
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>
    /// Encodes a secret whole, and as it appears within a longer text, e.g. a user and password: after none, one or two bytes, without the
    /// characters that depend on the bytes around it.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] secret)
    {
        yield return Convert.ToBase64String(secret);
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. secret]);
            var first = (before * 8 + 5) / 6;
            var last = (before + secret.Length) * 8 / 6;
            if (last - first >= MinimumBase64)
            {
                yield return encoded[first..last];
            }
        }
    }

    private static IEnumerable<string> Json(string secret)
    {
        var relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return relaxed;
        yield return JsonEncodedText.Encode(secret).ToString();

        // Go's encoder escapes the characters that are special in HTML, too.
        yield return relaxed
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);
    }

    /// <summary>Escapes a text like Go's <c>%q</c>, or like <c>%+q</c> where only ASCII is allowed.</summary>
    private static string Quote(string secret, bool isAscii)
    {
        var quoted = new StringBuilder();
        foreach (var rune in secret.EnumerateRunes())
        {
            quoted.Append(
                rune.Value switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\a' => "\\a",
                    '\b' => "\\b",
                    '\f' => "\\f",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    '\v' => "\\v",
                    < ' ' or 0x7f => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                    > 0xffff when isAscii => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
                    > 0x7f when isAscii || Rune.IsControl(rune) => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                    _ => rune.ToString(),
                }
            );
        }

        return quoted.ToString();
    }
}
