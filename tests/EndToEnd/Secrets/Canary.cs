using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EndToEnd.Secrets;

/// <summary>A secret to look for, with every form in which a program may write it.</summary>
internal sealed class Canary
{
    private const int MinimumLine = 4;

    private readonly string[] _forms;

    /// <param name="name">Its key in the configuration.</param>
    /// <param name="value">The secret.</param>
    public Canary(string name, string value)
    {
        Name = name;
        Value = value;
        var lines = value.Split('\n').Where(line => line.Length >= MinimumLine);
        _forms = [.. lines.Prepend(value).SelectMany(Forms).Distinct(StringComparer.Ordinal)];
    }

    public string Name { get; }

    public string Value { get; }

    /// <summary>The first form of the secret in a text, with the text around it; null if there is none.</summary>
    public string? Find(string text) =>
        _forms
            .Select(form => text.IndexOf(form, StringComparison.Ordinal))
            .Where(index => index >= 0)
            .Select(index => $"{Name}: …{text[Math.Max(0, index - 60)..Math.Min(text.Length, index + 60)]}…")
            .FirstOrDefault();

    private static IEnumerable<string> Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        string[] json =
        [
            JsonEncodedText.Encode(text).ToString(),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
            // Go's %q, where the text has neither control characters but line breaks and tabs nor other special ones.
            text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\t", "\\t", StringComparison.Ordinal),
        ];
        var base64 = Convert.ToBase64String(bytes);
        return
        [
            text,
            .. json,
            .. json.Select(form => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(form)),
            .. json.Select(form => JsonEncodedText.Encode(form).ToString()),
            Uri.EscapeDataString(text),
            Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal),
            // The last characters depend on what follows.
            base64[..(bytes.Length / 3 * 4)],
            base64[..(bytes.Length / 3 * 4)].Replace('+', '-').Replace('/', '_'),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
        ];
    }
}
