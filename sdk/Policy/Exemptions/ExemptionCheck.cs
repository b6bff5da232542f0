using System.Globalization;
using System.IO.Enumeration;

namespace Infra.PolicyPacks.Exemptions;

/// <summary>Validates what a JSON schema cannot express about exemptions.</summary>
internal static class ExemptionCheck
{
    private const string DateFormat = "yyyy-MM-dd";

    public static IEnumerable<string> GetProblems(ExemptionSettings settings, IEnumerable<string> policies)
    {
        string[] names = [.. policies];
        for (var i = 0; i < settings.List.Length; i++)
        {
            var exemption = settings.List[i];
            var path = $"{PolicyPack.ExemptionsPolicy}.{ExemptionPolicy.ListSetting}[{i}]";
            if (!names.Any(name => Matches(exemption.Policy, name)))
            {
                yield return $"{path}.policy: '{exemption.Policy}' matches no policy{Suggestion.For(exemption.Policy, names)}";
            }

            if (string.IsNullOrWhiteSpace(exemption.Urn) && exemption.Labels is not { Count: > 0 })
            {
                yield return $"{path}: names no resource; write 'urn' or 'labels'";
            }

            if (ParseDate(exemption.Expires) is null)
            {
                yield return $"{path}.expires: '{exemption.Expires}' is not a date; write yyyy-mm-dd";
            }
        }
    }

    public static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>Whether a text matches a pattern in which * matches any characters.</summary>
    public static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
