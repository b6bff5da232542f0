using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Environment variables have one value each, from a service that may be called, and no secret in plain text.</summary>
internal sealed class EnvironmentCheck : ISettingsCheck
{
    private static readonly string[] TelltaleNames = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "API_KEY", "PRIVATE_KEY", "ACCESS_KEY", "CREDENTIALS"];
    private static readonly string[] TelltaleValues = ["-----BEGIN ", "AKIA", "ghp_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "eyJhbGciOi"];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckVariables(service, service.At("env"), service.Settings.Env);
            foreach (var (version, settings) in service.Settings.Versions)
            {
                CheckVariables(service, service.At("versions", version, "env"), settings.Env);
            }

            CheckCompanions(service, "init", service.Settings.Init);
            CheckCompanions(service, "sidecars", service.Settings.Sidecars);
        }
    }

    private static void CheckVariables(ServiceUnderReview service, SettingsPath variables, IReadOnlyDictionary<string, EnvironmentSettings> settings)
    {
        foreach (var (name, variable) in settings)
        {
            var at = variables.Key(name);
            CheckName(service, at, name);
            CheckValue(service, at, variable);
            WarnOfPlainSecret(service, at, name, variable);
        }
    }

    private static void CheckCompanions(ServiceUnderReview service, string group, IReadOnlyDictionary<string, ContainerSettings> companions)
    {
        foreach (var (companion, container) in companions)
        {
            foreach (var (name, value) in container.Env)
            {
                var at = service.At(group, companion, "env", name);
                CheckName(service, at, name);
                if (value.IsSecret)
                {
                    service.Reject(at, "a secret cannot stand in the environment of one container", "move it to the 'env' of the service, which its containers share");
                }
            }
        }
    }

    private static void CheckName(ServiceUnderReview service, SettingsPath at, string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            service.Reject(at, $"'{name}' cannot name an environment variable", "write letters, digits and '_', no digit first, such as LOG_LEVEL");
        }
    }

    private static void CheckValue(ServiceUnderReview service, SettingsPath at, EnvironmentSettings variable)
    {
        if (variable.Value is null == variable.Address is null)
        {
            service.Reject(at, variable.Value is null ? "the variable has no value" : "the variable has both a value and an address", "write either a value or '{address: <service>}'");
        }

        if (variable.Address is { } address && !service.Settings.Calls.Contains(address))
        {
            service.Reject(at.Key("address"), $"'{service.Name}' does not call '{address}'", $"add '{address}' to its 'calls'", service.At("calls"));
        }
    }

    private static void WarnOfPlainSecret(ServiceUnderReview service, SettingsPath at, string name, EnvironmentSettings variable)
    {
        if (variable is { Secret: false, Value: { IsSecret: false, Value: { Length: > 0 } text } } && LooksSecret(name, text))
        {
            service.Review.Warn(at, "this looks like a secret and stands in plain text", $"encrypt it: infra config set --secret --path 'infra:{at}'");
        }
    }

    private static bool LooksSecret(string name, string value) =>
        Array.Exists(TelltaleValues, telltale => value.StartsWith(telltale, StringComparison.Ordinal))
        || HasPassword(value)
        || (Array.Exists(TelltaleNames, telltale => name.EndsWith(telltale, StringComparison.OrdinalIgnoreCase)) && !value.StartsWith('/'));

    /// <summary>A URL of the form <c>scheme://user:password@host</c>.</summary>
    private static bool HasPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Contains(':', StringComparison.Ordinal);
}
