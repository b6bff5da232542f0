using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Operators;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;

namespace Infra.Backend.Stores;

/// <summary>
/// The addresses of buckets that only the ConfigMaps of their claims know. They are read once the claims are bound, and unknown in a
/// preview before that. What is written to a folder instead of a cluster keeps the texts that stand for them.
/// </summary>
internal sealed class BucketAddresses(Output<string> targetNamespace, ProviderResource provider, Func<string, string> createName)
{
    private readonly Dictionary<string, ConfigMap> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CustomResource> _claims = new(StringComparer.Ordinal);

    /// <summary>Remembers the claim of a bucket, whose ConfigMap has its name.</summary>
    public void Add(string name, CustomResource claim) => _claims[name] = claim;

    /// <summary>Converts a text of a custom resource: an address that is not known yet is replaced by the one that will be.</summary>
    public object Convert(string text, BucketEndpoint? endpoint) =>
        endpoint is not null && text == endpoint.Placeholder ? Find(endpoint) : text;

    /// <summary>What the ConfigMap of a claim says.</summary>
    public Output<ImmutableDictionary<string, string>> Read(string configMap) => Get(configMap).Data;

    private Output<string> Find(BucketEndpoint endpoint) => Read(endpoint.ConfigMap).Apply(data => Resolve(endpoint, data));

    private ConfigMap Get(string configMap)
    {
        if (_found.TryGetValue(configMap, out var found))
        {
            return found;
        }

        var claim = _claims[configMap];

        // The claim's ID is known once it is bound.
        var id = Output.Tuple(claim.Id, targetNamespace).Apply(both => $"{both.Item2}/{configMap}");
        return _found[configMap] = ConfigMap.Get(
            createName($"{configMap}-address"),
            id,
            new CustomResourceOptions { Provider = provider, DependsOn = claim }
        );
    }

    private static string Resolve(BucketEndpoint endpoint, ImmutableDictionary<string, string>? data) =>
        data is null or { IsEmpty: true } ? endpoint.Placeholder
        : data.TryGetValue(BucketOperator.HostKey, out var host) && data.TryGetValue(BucketOperator.PortKey, out var port)
            ? endpoint.Resolve(host, port)
        : throw new RunException(
            $"The ConfigMap '{endpoint.ConfigMap}' of a bucket's claim lacks {BucketOperator.HostKey} or {BucketOperator.PortKey}."
        );
}
