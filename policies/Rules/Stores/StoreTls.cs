using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Stores;

/// <summary>
/// Passwords and data on their way out of the cluster can be read by every network that they cross. Addresses are in the variables of
/// containers, also in those that come from a ConfigMap.
/// </summary>
internal sealed class StoreTls()
    : ClusterPolicy(
        new()
        {
            Name = "store-tls",
            Description = "Connections to stores outside of the cluster use TLS.",
            RemediationSteps = "Remove 'tls: false' at the store, or choose the URL scheme or the option with TLS.",
            Severity = Severity.High,
            Profile = Profiles.Restricted,
            Controls = [Standards.Nsa("Network separation and hardening")],
        }
    )
{
    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var container in item.Pods is { Spec.Exists: true } pods ? pods.Containers : [])
        {
            var values = ReadVariables(container, item.Namespace, cluster);
            var variables = new StoreVariables(values);
            foreach (var (name, value) in values)
            {
                if (variables.Find(name) is { IsOutside: true, HasTls: false } url)
                {
                    context.Report(value, $"{container} connects to {url.Host} without TLS in the variable '{name}'");
                }
            }
        }
    }

    /// <summary>The variables with a value in the order of their places. One of the container's own wins over a ConfigMap's.</summary>
    private static OrderedDictionary<string, PropertyNode> ReadVariables(Container container, string inNamespace, Cluster cluster)
    {
        var values = new OrderedDictionary<string, PropertyNode>(StringComparer.Ordinal);
        foreach (var variable in container["env"].Items)
        {
            if (variable["name"].Text is { } name && variable["value"].Exists)
            {
                values[name] = variable["value"];
            }
        }

        foreach (var source in container["envFrom"].Items)
        {
            if (source["configMapRef"]["name"].Text is { } map && cluster.Find("ConfigMap", inNamespace, map) is { } found)
            {
                foreach (var (key, value) in found.Root["data"].Entries)
                {
                    values.TryAdd($"{source["prefix"].Text}{key}", value);
                }
            }
        }

        return values;
    }
}
