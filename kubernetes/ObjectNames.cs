using System.Buffers;
using System.Text;

namespace Infra.Kubernetes;

/// <summary>
/// Validates names and labels by the rules of apimachinery's <c>validation</c> package. The <c>…Problems</c> methods return the API
/// server's messages: none if the name is valid.
/// </summary>
public static class ObjectNames
{
    /// <summary>The maximum length of a DNS label, of the name part of a label key, and of a label value.</summary>
    public const int LabelLength = 63;

    /// <summary>The maximum length of a DNS subdomain.</summary>
    public const int SubdomainLength = 253;

    /// <summary>The maximum total size of the keys and values of an object's annotations, in bytes.</summary>
    public const int MaxAnnotationBytes = 256 * 1024;

    private const int MaxPortNameLength = 15;

    private const string LabelForm = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + $"character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelForm}')";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + $"alphanumeric character (e.g. 'example.com', regex used for validation is '{LabelForm}(\\.{LabelForm})*')";

    private const string Rfc1035Rule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with "
        + "an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with "
        + "an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
        + "regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string KeyRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName', "
        + " or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    );

    /// <summary>
    /// Whether a name is an RFC 1123 label: up to 63 lower-case letters, digits and inner dashes (namespaces, containers, parts of host
    /// names).
    /// </summary>
    public static bool IsLabel(ReadOnlySpan<char> name) => name.Length <= LabelLength && HasLabelForm(name);

    /// <summary>Whether a name is an RFC 1035 label: an <see cref="IsLabel">RFC 1123 label</see> that starts with a letter.</summary>
    public static bool IsRfc1035Label(ReadOnlySpan<char> name) => IsLabel(name) && char.IsAsciiLetterLower(name[0]);

    /// <summary>Whether a name is an RFC 1123 subdomain: labels joined by dots, up to 253 characters (most objects, host names).</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> name) => name.Length <= SubdomainLength && HasSubdomainForm(name);

    /// <summary>Whether a name is a subdomain whose first label is an asterisk: <c>*.example.com</c>.</summary>
    public static bool IsWildcardSubdomain(ReadOnlySpan<char> name) =>
        name.Length <= SubdomainLength && name is ['*', '.', ..] && HasSubdomainForm(name[2..]);

    /// <summary>
    /// Whether a text is a valid key of a label, an annotation or a taint: a name, optionally prefixed with a subdomain and a slash.
    /// </summary>
    public static bool IsLabelKey(ReadOnlySpan<char> key)
    {
        var slash = key.IndexOf('/');
        var name = key[(slash + 1)..];
        return name.Length is > 0 and <= LabelLength && HasKeyForm(name) && (slash < 0 || IsSubdomain(key[..slash]));
    }

    /// <summary>
    /// Whether a text is a valid label value: empty, or up to 63 letters, digits, and inner dashes, underscores and dots.
    /// </summary>
    public static bool IsLabelValue(ReadOnlySpan<char> value) => value.IsEmpty || (value.Length <= LabelLength && HasKeyForm(value));

    /// <summary>The total size of annotations in bytes, which may not exceed <see cref="MaxAnnotationBytes"/>.</summary>
    public static int AnnotationsSize(IEnumerable<KeyValuePair<string, string>> annotations)
    {
        ArgumentNullException.ThrowIfNull(annotations);
        return annotations.Sum(annotation => Encoding.UTF8.GetByteCount(annotation.Key) + Encoding.UTF8.GetByteCount(annotation.Value));
    }

    /// <summary>
    /// Whether a text is a valid port name (RFC 6335): up to 15 lower-case letters, digits and single inner dashes, with at least one
    /// letter.
    /// </summary>
    public static bool IsPortName(string name) => !PortNameProblems(name).Any();

    /// <summary>Why a name is not an RFC 1123 label.</summary>
    public static IEnumerable<string> LabelProblems(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var rule = HasSubdomainForm(name) ? "must not contain dots" : LabelRule;
        return Problems(name.Length > LabelLength, "must be no more than 63 characters", HasLabelForm(name), rule);
    }

    /// <summary>Why a name is not an RFC 1035 label.</summary>
    public static IEnumerable<string> Rfc1035LabelProblems(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hasForm = HasLabelForm(name) && char.IsAsciiLetterLower(name[0]);
        return Problems(name.Length > LabelLength, "must be no more than 63 characters", hasForm, Rfc1035Rule);
    }

    /// <summary>Why a name is not an RFC 1123 subdomain.</summary>
    public static IEnumerable<string> SubdomainProblems(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Problems(name.Length > SubdomainLength, "must be no more than 253 characters", HasSubdomainForm(name), SubdomainRule);
    }

    /// <summary>Why a text is not a label value.</summary>
    public static IEnumerable<string> LabelValueProblems(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Problems(value.Length > LabelLength, "must be no more than 63 bytes", value.Length == 0 || HasKeyForm(value), ValueRule);
    }

    /// <summary>Why a text is not a label key.</summary>
    public static IEnumerable<string> LabelKeyProblems(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            return [$"a valid label key {KeyRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        IEnumerable<string> prefixProblems =
            parts.Length == 1 ? []
            : parts[0].Length == 0 ? ["must be non-empty"]
            : SubdomainProblems(parts[0]);
        var name = parts[^1];
        var length = name.Length == 0 ? "must be non-empty" : "must be no more than 63 bytes";
        return
        [
            .. prefixProblems.Select(problem => "prefix part " + problem),
            .. Problems(name.Length is 0 or > LabelLength, length, HasKeyForm(name), KeyRule).Select(problem => "name part " + problem),
        ];
    }

    /// <summary>Why a text is not a port name.</summary>
    public static IEnumerable<string> PortNameProblems(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > MaxPortNameLength)
        {
            yield return "must be no more than 15 characters";
        }

        if (name.AsSpan().ContainsAnyExcept(LabelCharacters))
        {
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        }

        if (!name.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            yield return "must contain at least one letter (a-z)";
        }

        if (name.Contains("--", StringComparison.Ordinal))
        {
            yield return "must not contain consecutive hyphens";
        }

        if (name is ['-', ..] or [.., '-'])
        {
            yield return "must not begin or end with a hyphen";
        }
    }

    private static IEnumerable<string> Problems(bool isOutOfRange, string lengthRule, bool hasForm, string formRule)
    {
        if (isOutOfRange)
        {
            yield return lengthRule;
        }

        if (!hasForm)
        {
            yield return formRule;
        }
    }

    private static bool HasLabelForm(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != '-' && text[^1] != '-' && !text.ContainsAnyExcept(LabelCharacters);

    private static bool HasSubdomainForm(ReadOnlySpan<char> text)
    {
        foreach (var label in text.Split('.'))
        {
            if (!HasLabelForm(text[label]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasKeyForm(ReadOnlySpan<char> text) =>
        text.Length > 0
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && !text.ContainsAnyExcept(KeyCharacters);
}
