using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>
/// Identifies a cluster by the uid of its namespace <c>kube-system</c>, which lives as long as the cluster. For a user who may not read it,
/// the address of the API server and its certificate authorities identify the cluster.
/// </summary>
internal static class ClusterIdentity
{
    /// <summary>Finds the identity; null where the cluster has no such namespace.</summary>
    /// <exception cref="Providers.ResourceProviderException">The cluster does not answer.</exception>
    public static async Task<string?> FindAsync(ClusterLink cluster, CancellationToken cancellationToken)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = "kube-system" },
        };
        try
        {
            var api = cluster.Session.Api;
            return
                await api.FindAsync(new GroupVersionKind("", "v1", "Namespace"), cancellationToken) is { } resource
                && await api.GetOrNullAsync(resource, manifest, cancellationToken) is { } found
                ? found.Uid()
                : null;
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return Describe(cluster.Session.Connection);
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, OperationSubjects.Name("reading", manifest), PropertyMap.Empty, cluster.Origin);
        }
    }

    private static string Describe(ClusterConnection connection)
    {
        var authorities = connection.TrustedRoots?.Select(root => root.GetCertHashString(HashAlgorithmName.SHA256)) ?? [];
        return $"{connection.Server} {string.Join(' ', authorities.Order(StringComparer.Ordinal))}".TrimEnd();
    }
}
