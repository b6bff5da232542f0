using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// Takes over claims that the stack kept when their volumes were removed. A volume that is added again under its old name gets its data
/// back instead of failing because the claim exists.
/// </summary>
internal sealed class KeptClaims(ClusterApi api, ClaimExpansion expansion)
{
    private static readonly string[] Immutable = ["accessModes", "storageClassName", "volumeName", "selector", "volumeMode"];

    /// <summary>Finds the claim of a manifest's name, if the same stack has created it; null otherwise.</summary>
    public async Task<JsonObject?> FindAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        if (manifest.Type() != ClaimTemplates.Claim || await api.FindAsync(ClaimTemplates.Claim, cancellationToken) is not { } resource)
        {
            return null;
        }

        return
            await api.GetOrNullAsync(resource, manifest, cancellationToken) is { } existing
            && StackLabels.AreIn(manifest)
            && StackLabels.FindDifference(manifest, existing) is null
            ? existing
            : null;
    }

    /// <summary>Checks that a claim can become what a manifest describes.</summary>
    /// <exception cref="ResourceProviderException">It cannot.</exception>
    public async Task CheckAsync(JsonObject existing, JsonObject manifest, CancellationToken cancellationToken)
    {
        var subject = $"a claim {existing.DisplayName()} with data exists from an earlier deployment of this stack";
        var reuse = $"To do without its data, delete it: kubectl delete pvc -n {existing.Namespace()} {existing.Name()}";
        if (existing.Text("metadata", "deletionTimestamp") is not null)
        {
            throw VolumeRefusal.Create($"{subject} and is being deleted.\nWait until it is gone (pods that mount it keep it).");
        }

        foreach (var field in Immutable)
        {
            if (manifest.At("spec", field) is { } wanted && !JsonNode.DeepEquals(wanted, existing.At("spec", field)))
            {
                throw VolumeRefusal.Create(
                    $"{subject}, whose {field} is {existing.At("spec", field)?.ToJsonString() ?? "not set"} and cannot become {wanted.ToJsonString()}."
                        + $"\nSet the old value, or give the volume another name. {reuse}"
                );
            }
        }

        if (ClaimTemplates.RequestedStorage(existing) is { } from && ClaimTemplates.RequestedStorage(manifest) is { } to && from != to)
        {
            if (to < from)
            {
                throw VolumeRefusal.Create($"{subject} and cannot shrink from {from} to {to}.\nSet the size to {from}. {reuse}");
            }

            await expansion.CheckAsync([new Expansion(existing, to)], cancellationToken);
        }
    }
}
