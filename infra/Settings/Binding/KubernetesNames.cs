using System.Buffers;
using System.Text;

namespace Infra.Backend.Settings.Binding;

/// <summary>What Kubernetes accepts as names (RFC 1123 and RFC 1035 labels).</summary>
internal static class KubernetesNames
{
    public const int LabelLength = 63;

    private static readonly SearchValues<char> LabelLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A label that is good for every kind of object, Services included: a letter first, then letters, digits and inner dashes.</summary>
    public static bool IsLabel(string name) =>
        name.Length is > 0 and <= LabelLength
        && char.IsAsciiLetterLower(name[0])
        && name[^1] != '-'
        && !name.AsSpan().ContainsAnyExcept(LabelLetters);

    /// <summary>A name of labels joined by dots, as hosts and ConfigMap names are; a wildcard may be its first label.</summary>
    public static bool IsHost(string host) => IsSubdomain(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host);

    /// <summary>What most kinds of objects may be called: labels joined by dots (RFC 1123).</summary>
    public static bool IsSubdomain(string name) =>
        name.Length is > 0 and <= 253
            && name.Split('.').All(label =>
                label.Length is > 0 and <= LabelLength && label[0] != '-' && label[^1] != '-'
                && !label.AsSpan().ContainsAnyExcept(LabelLetters));

    /// <summary>What the key of a label or a taint may be: a name, after a domain and a slash if it is somebody's own.</summary>
    public static bool IsLabelKey(string key) =>
        key.Split('/') is var parts && parts.Length <= 2 && parts[^1].Length > 0 && IsLabelValue(parts[^1]) && (parts.Length == 1 || IsSubdomain(parts[0]));

    /// <summary>What the value of a label may be.</summary>
    public static bool IsLabelValue(string value) =>
        value.Length == 0
        || (value.Length <= LabelLength
            && char.IsAsciiLetterOrDigit(value[0])
            && char.IsAsciiLetterOrDigit(value[^1])
            && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'));

    /// <summary>The nearest label to a text, for suggestions.</summary>
    public static string ToLabel(string text)
    {
        var label = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsAsciiLetterUpper(character) && label.Length > 0 && label[^1] != '-')
            {
                label.Append('-');
            }

            label.Append(char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-');
        }

        var trimmed = label.ToString().Trim('-');
        trimmed = trimmed.Length == 0 || !char.IsAsciiLetter(trimmed[0]) ? $"s-{trimmed}".TrimEnd('-') : trimmed;
        return trimmed.Length > LabelLength ? trimmed[..LabelLength].TrimEnd('-') : trimmed;
    }
}
