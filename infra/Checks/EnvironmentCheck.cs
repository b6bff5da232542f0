using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the names of environment variables, and warns of secrets in plain text.</summary>
internal sealed class EnvironmentCheck : ISettingsCheck
{
    private static readonly string[] SecretSuffixes =
    [
        "PASSWORD",
        "PASSWD",
        "SECRET",
        "TOKEN",
        "APIKEY",
        "API_KEY",
        "PRIVATE_KEY",
        "ACCESS_KEY",
        "CREDENTIALS",
    ];
    private static readonly string[] SecretPrefixes =
    [
        "-----BEGIN ",
        "AKIA",
        "ghp_",
        "github_pat_",
        "xoxb-",
        "xoxp-",
        "sk_live_",
        "eyJhbGciOi",
    ];

    public void Check(SettingsReview review)
    {
        foreach (var variables in ReviewedVariables.Find(review))
        {
            foreach (var (name, variable) in variables.Own)
            {
                CheckName(variables.Service, variables.At.Key(name), name);
                WarnAboutPlainSecret(variables.Service, variables.At.Key(name), name, variable);
            }
        }
    }

    /// <summary>Kubernetes' rule (<c>IsEnvVarName</c>), which is also that of the keys of ConfigMaps and Secrets.</summary>
    public static void CheckName(ServiceUnderReview service, SettingsPath at, string name)
    {
        if (
            name.Length == 0
            || char.IsAsciiDigit(name[0])
            || name == "."
            || name.StartsWith("..", StringComparison.Ordinal)
            || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
        )
        {
            service.Reject(
                at,
                $"'{name}' is not a valid name of an environment variable",
                "use letters, digits, '_', '-' and '.', not starting with a digit, such as LOG_LEVEL"
            );
        }
    }

    private static void WarnAboutPlainSecret(ServiceUnderReview service, SettingsPath at, string name, EnvironmentSettings variable)
    {
        if (variable is { IsStoredSecret: false, Value.Value: { Length: > 0 } text } && IsProbablySecret(name, text))
        {
            service.Review.Warn(at, "this looks like a secret in plain text", $"encrypt it: infra config set --secret --path 'infra:{at}'");
        }
    }

    private static bool IsProbablySecret(string name, string value) =>
        Array.Exists(SecretPrefixes, pattern => value.StartsWith(pattern, StringComparison.Ordinal))
        || HasPassword(value)
        || (
            Array.Exists(SecretSuffixes, pattern => name.EndsWith(pattern, StringComparison.OrdinalIgnoreCase))
            && !value.StartsWith('/')
            && !VariableText.Parse(value).HasReferences
        );

    /// <summary>A URL of the form <c>scheme://user:password@host</c>, unless the password is the value of another variable.</summary>
    private static bool HasPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && uri.UserInfo.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
        && !VariableText.Parse(Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..])).HasReferences;
}
