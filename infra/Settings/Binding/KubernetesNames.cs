using System.Text;
using Names = Infra.Kubernetes.ObjectNames;

namespace Infra.Backend.Settings.Binding;

/// <summary>Validates names in settings against Kubernetes' rules.</summary>
internal static class KubernetesNames
{
    public const int LabelLength = Names.LabelLength;

    /// <summary>
    /// Whether a name is valid for every kind of object, Services included: a letter first, then letters, digits and inner dashes.
    /// </summary>
    public static bool IsLabel(string name) => Names.IsRfc1035Label(name);

    /// <summary>Whether a text is a host name: a subdomain whose first label may be an asterisk.</summary>
    public static bool IsHost(string host) => HasDnsLabels(host) && (Names.IsSubdomain(host) || Names.IsWildcardSubdomain(host));

    /// <summary>Whether a name is one of DNS: a subdomain whose labels have up to 63 characters each (RFC 1035).</summary>
    public static bool IsDnsName(string name) => HasDnsLabels(name) && Names.IsSubdomain(name);

    /// <summary>Whether a name is valid for most kinds of objects: labels of any length, separated by dots.</summary>
    public static bool IsSubdomain(string name) => Names.IsSubdomain(name);

    /// <summary>Whether a text may be the key of a label or a taint.</summary>
    public static bool IsLabelKey(string key) => Names.IsLabelKey(key);

    /// <summary>Whether a text may be the value of a label.</summary>
    public static bool IsLabelValue(string value) => Names.IsLabelValue(value);

    private static bool HasDnsLabels(string name) => name.Split('.').All(label => label.Length <= LabelLength);

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
