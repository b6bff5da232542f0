using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Configuration;

/// <summary>Validates a provider's configuration and finds all errors.</summary>
internal static class ConfigurationChecker
{
    private static readonly string[] Flags =
    [
        "alwaysRender",
        "deleteUnreachable",
        "enableConfigMapMutable",
        "enablePatchForce",
        "enableSecretMutable",
        "enableServerSideApply",
        "skipUpdateUnreachable",
        "strictMode",
        "suppressDeprecationWarnings",
        "suppressHelmHookWarnings",
        "upsertExistingObjects",
    ];

    /// <summary>Validates the configuration of the provider resource <paramref name="name"/>.</summary>
    public static IReadOnlyList<CheckFailure> Check(string name, PropertyMap inputs, Func<string, string?> environment)
    {
        var failures = new List<CheckFailure>();
        foreach (var key in Flags)
        {
            if (inputs.Find(key)?.RevealSecrets() is PropertyString { Value: not ("" or "true" or "false") } text && !IsUnknown(text))
            {
                failures.Add(new CheckFailure(key, $"\"{text.Value}\" is neither true nor false"));
            }
        }

        if (IsSet(inputs, "strictMode"))
        {
            CheckStrictMode(name, inputs, failures);
        }

        if (IsSet(inputs, "renderYamlToDirectory"))
        {
            CheckRendering(inputs, environment, failures);
        }
        else if (IsSet(inputs, "alwaysRender"))
        {
            failures.Add(new CheckFailure("alwaysRender", "needs renderYamlToDirectory"));
        }

        return failures;
    }

    private static void CheckStrictMode(string name, PropertyMap inputs, List<CheckFailure> failures)
    {
        if (name.StartsWith("default_", StringComparison.Ordinal) || name == "default")
        {
            failures.Add(new CheckFailure("", "strictMode forbids the default provider: give the resource a provider of its own"));
        }

        foreach (var key in new[] { "kubeconfig", "context" })
        {
            if (!IsSet(inputs, key) && !(inputs.Find(key)?.ContainsUnknowns() ?? false))
            {
                failures.Add(new CheckFailure(key, "strictMode requires it"));
            }
        }
    }

    private static void CheckRendering(PropertyMap inputs, Func<string, string?> environment, List<CheckFailure> failures)
    {
        foreach (var key in new[] { "cluster", "context", "kubeconfig" })
        {
            // Pulumi's SDKs set the kubeconfig from the environment themselves.
            var isAmbient = key == "kubeconfig" && ProviderSettings.Text(inputs, key) == environment("KUBECONFIG");
            if (IsSet(inputs, key) && !isAmbient)
            {
                failures.Add(new CheckFailure(key, "cannot be set together with renderYamlToDirectory, which talks to no cluster"));
            }
        }
    }

    private static bool IsUnknown(PropertyString text) => UnknownSentinels.Find(text.Value) is not null;

    private static bool IsSet(PropertyMap inputs, string key) =>
        inputs.Find(key)?.RevealSecrets() switch
        {
            PropertyBoolean flag => flag.Value,
            PropertyString text => text.Value is not ("" or "false"),
            PropertyObject => true,
            _ => false,
        };
}
