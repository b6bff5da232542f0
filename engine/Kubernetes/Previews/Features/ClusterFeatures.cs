using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Previews.Features;

/// <summary>
/// Asks a cluster whether it has a feature. What it does not tell, such as to a user without permission, counts as there.
/// </summary>
internal sealed class ClusterFeatures(KubernetesClient client)
{
    private const string IngressClasses = "apis/networking.k8s.io/v1/ingressclasses";
    private const string StorageClasses = "apis/storage.k8s.io/v1/storageclasses";
    private const string Deployments = "apis/apps/v1/deployments";

    /// <summary>The most objects that a question looks at.</summary>
    private const string Page = "?limit=500";

    /// <summary>Whether the cluster has a feature, as far as it tells.</summary>
    /// <exception cref="ClusterUnreachableException">The cluster does not answer.</exception>
    public async Task<bool> HasAsync(ClusterNeed need, CancellationToken cancellationToken)
    {
        try
        {
            return need switch
            {
                { Feature: ClusterFeature.IngressClass, Name: null } => await AnyAsync(
                    $"{IngressClasses}?limit=1",
                    _ => true,
                    cancellationToken
                ),
                { Feature: ClusterFeature.IngressClass } => await ExistsAsync(IngressClasses, need.Name, cancellationToken),
                { Feature: ClusterFeature.GatewayClass } => await ExistsAsync(
                    "apis/gateway.networking.k8s.io/v1/gatewayclasses",
                    need.Name!,
                    cancellationToken
                ),
                { Feature: ClusterFeature.StorageClass, Name: null } => await AnyAsync(
                    $"{StorageClasses}{Page}",
                    BroughtFeatures.IsDefault,
                    cancellationToken
                ),
                { Feature: ClusterFeature.StorageClass, Name: var name } => await ExistsAsync(StorageClasses, name, cancellationToken)
                    || await AnyAsync(
                        $"api/v1/persistentvolumes{Page}",
                        volume => volume.Text("spec", "storageClassName") == name,
                        cancellationToken
                    ),
                { Feature: ClusterFeature.ExternalDns } => await AnyAsync(
                    $"{Deployments}?limit=1&fieldSelector=metadata.name%3Dexternal-dns",
                    _ => true,
                    cancellationToken
                )
                    || await AnyAsync(
                        $"{Deployments}?limit=1&labelSelector=app.kubernetes.io%2Fname%3Dexternal-dns",
                        _ => true,
                        cancellationToken
                    ),
                _ => await ExistsAsync("apis", BroughtFeatures.Groups[need.Feature], cancellationToken),
            };
        }
        catch (KubernetesApiException e) when (!e.IsUnauthorized)
        {
            return true;
        }
    }

    private async Task<bool> ExistsAsync(string collection, string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetAsync($"{collection}/{Uri.EscapeDataString(name)}", cancellationToken);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>Whether an object of a page satisfies a condition. With further pages, this is not known.</summary>
    private async Task<bool> AnyAsync(string path, Func<JsonObject, bool> condition, CancellationToken cancellationToken)
    {
        var page = await client.GetAsync(path, cancellationToken);
        return page.Objects("items").Any(condition) || page.Text("metadata", "continue") is { Length: > 0 };
    }
}
