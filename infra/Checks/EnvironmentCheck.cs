using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the names and values of environment variables, and warns of secrets in plain text.</summary>
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
        foreach (var service in review.Services())
        {
            CheckVariables(service, service.At("env"), service.Settings.Env);
            foreach (var (version, settings) in service.Settings.Versions)
            {
                CheckVariables(service, service.At("versions", version, "env"), settings.Env);
            }

            CheckContainers(service, "init", service.Settings.Init);
            CheckContainers(service, "sidecars", service.Settings.Sidecars);
        }
    }

    private static void CheckVariables(
        ServiceUnderReview service,
        SettingsPath variables,
        IReadOnlyDictionary<string, EnvironmentSettings> settings
    )
    {
        foreach (var (name, variable) in settings)
        {
            var at = variables.Key(name);
            CheckName(service, at, name);
            CheckValue(service, at, variable);
            WarnAboutPlainSecret(service, at, name, variable);
        }
    }

    private static void CheckContainers(ServiceUnderReview service, string group, IReadOnlyDictionary<string, ContainerSettings> containers)
    {
        foreach (var (containerName, container) in containers)
        {
            foreach (var (name, value) in container.Env)
            {
                var at = service.At(group, containerName, "env", name);
                CheckName(service, at, name);
                if (value.IsSecret)
                {
                    service.Reject(
                        at,
                        "a single container cannot have secret variables",
                        "move it to the service's 'env', which all its containers share"
                    );
                }
            }
        }
    }

    private static void CheckName(ServiceUnderReview service, SettingsPath at, string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            service.Reject(
                at,
                $"'{name}' is not a valid name of an environment variable",
                "use letters, digits and '_', not starting with a digit, such as LOG_LEVEL"
            );
        }
    }

    private static void CheckValue(ServiceUnderReview service, SettingsPath at, EnvironmentSettings variable)
    {
        if (variable.Value is null == variable.Address is null)
        {
            service.Reject(
                at,
                variable.Value is null ? "the variable has no value" : "the variable has both a value and an address",
                "write either a value or '{address: <service>}'"
            );
        }

        if (variable.Address is { } address && !service.Settings.DoesCall(address))
        {
            service.Reject(
                at.Key("address"),
                $"'{service.Name}' does not call '{address}'",
                $"add '{address}' to its 'calls'",
                service.At("calls")
            );
        }
    }

    private static void WarnAboutPlainSecret(ServiceUnderReview service, SettingsPath at, string name, EnvironmentSettings variable)
    {
        if (variable is { Secret: false, Value: { IsSecret: false, Value: { Length: > 0 } text } } && IsProbablySecret(name, text))
        {
            service.Review.Warn(at, "this looks like a secret in plain text", $"encrypt it: infra config set --secret --path 'infra:{at}'");
        }
    }

    private static bool IsProbablySecret(string name, string value) =>
        Array.Exists(SecretPrefixes, pattern => value.StartsWith(pattern, StringComparison.Ordinal))
        || HasPassword(value)
        || (Array.Exists(SecretSuffixes, pattern => name.EndsWith(pattern, StringComparison.OrdinalIgnoreCase)) && !value.StartsWith('/'));

    /// <summary>A URL of the form <c>scheme://user:password@host</c>.</summary>
    private static bool HasPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Contains(':', StringComparison.Ordinal);
}
