using System.Globalization;
using System.IO.Enumeration;

namespace Infra.Policies.Sdk.Exemptions;

/// <summary>What a JSON schema cannot say about exemptions.</summary>
internal static class ExemptionCheck
{
    private const string DateFormat = "yyyy-MM-dd";

    public static IEnumerable<string> Problems(ExemptionSettings settings, PolicyPack pack)
    {
        for (var i = 0; i < settings.List.Length; i++)
        {
            var exemption = settings.List[i];
            var path = $"{ExemptionPolicy.PolicyName}.{ExemptionPolicy.ListSetting}[{i}]";
            if (!pack.Policies.Any(policy => Matches(exemption.Policy, policy.Name)))
                yield return $"{path}.policy: '{exemption.Policy}' matches no policy{Configuration.Suggestion.For(exemption.Policy, pack.Policies.Select(policy => policy.Name))}";
            if (string.IsNullOrWhiteSpace(exemption.Urn) && exemption.Labels is not { Count: > 0 })
                yield return $"{path}: says of no resource; write 'urn' or 'labels'";
            if (ParseDate(exemption.Expires) is null)
                yield return $"{path}.expires: '{exemption.Expires}' is no date; write yyyy-mm-dd";
        }
    }

    public static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>Whether a text fits a pattern in which * stands for any characters.</summary>
    public static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
