using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the headers of probes and hooks, by <c>IsHTTPHeaderName</c> of Kubernetes, which allows less than a token of RFC 9110.
/// </summary>
internal static class HeaderCheck
{
    public static void Check(ServiceUnderReview service, SettingsPath headersAt, IReadOnlyDictionary<string, string> headers)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            var at = headersAt.Key(name);
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            {
                service.Reject(at, $"'{name}' is not a valid name of a header", "use letters, digits and dashes, such as X-Probe");
            }
            else if (value.Any(char.IsControl))
            {
                service.Reject(at, "the value has a line break or another control character", "write it in one line");
            }
            else if (!known.Add(name))
            {
                service.Reject(at, $"'{name}' is set twice, in different case", "remove one");
            }
        }
    }
}
