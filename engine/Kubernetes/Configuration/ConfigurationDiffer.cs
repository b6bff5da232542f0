using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Configuration;

/// <summary>
/// Decides whether a change of a provider's configuration replaces its resources. A cluster has no identity, so it counts as another one if
/// its entry in the kubeconfig changes, or only if <c>clusterIdentifier</c> changes where the program sets it.
/// </summary>
internal static class ConfigurationDiffer
{
    private const string Identifier = "clusterIdentifier";
    private static readonly string[] ClusterKeys = ["cluster", "context", "kubeconfig"];

    /// <summary>Compares two configurations.</summary>
    public static DiffResult Diff(PropertyMap old, PropertyMap @new, Func<string, string?> environment)
    {
        var changed = old
            .Keys.Union(@new.Keys)
            .Where(key => key is not "version" and not "__internal" && !Equals(Value(old, key), Value(@new, key)))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (changed.Count == 0)
        {
            return DiffResult.Same;
        }

        var replace = Replacements(old, @new, changed, environment);
        return new DiffResult
        {
            Changes = DiffChanges.Some,
            ChangedKeys = changed,
            ReplaceKeys = replace,
        };
    }

    private static List<string> Replacements(PropertyMap old, PropertyMap @new, List<string> changed, Func<string, string?> environment)
    {
        var replace = new List<string>();
        if (IsGiven(old) && IsGiven(@new))
        {
            if (!changed.Contains(Identifier))
            {
                return [];
            }

            replace.Add(Identifier);
        }

        if (changed.Contains("renderYamlToDirectory"))
        {
            replace.Add("renderYamlToDirectory");
        }

        var isUnknown = ClusterKeys.Where(key => @new.Find(key)?.ContainsUnknowns() ?? false).ToList();
        if (isUnknown.Count > 0)
        {
            replace.AddRange(isUnknown);
        }
        else if (ActiveCluster(old, environment) is { } before && ActiveCluster(@new, environment) is { } after && before != after)
        {
            replace.AddRange(ClusterKeys.Where(changed.Contains));
        }

        return replace;
    }

    private static bool IsGiven(PropertyMap inputs) => ProviderSettings.Text(inputs, Identifier) is not null;

    private static KubeconfigCluster? ActiveCluster(PropertyMap inputs, Func<string, string?> environment)
    {
        if (ProviderSettings.Text(inputs, "kubeconfig") is not { } kubeconfig)
        {
            return null;
        }

        try
        {
            return KubeconfigLoader
                .FromPathOrContent(kubeconfig, environment)
                .ActiveCluster(ProviderSettings.Text(inputs, "context"), ProviderSettings.Text(inputs, "cluster"));
        }
        catch (KubeconfigException)
        {
            // A kubeconfig that no longer exists does not show which cluster it named.
            return null;
        }
    }

    private static PropertyValue? Value(PropertyMap map, string key) => map.Find(key)?.RevealSecrets();
}
