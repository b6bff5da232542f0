using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Kubernetes;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>A claim that must grow.</summary>
internal sealed record Expansion(JsonObject Claim, Quantity Size);

/// <summary>Grows claims, after a check that all of them can grow.</summary>
internal sealed class ClaimExpansion(ClusterApi api)
{
    private static readonly GroupVersionKind StorageClass = new("storage.k8s.io", "v1", "StorageClass");

    /// <summary>Finds the existing claims of a StatefulSet that are smaller than their templates.</summary>
    public async Task<IReadOnlyList<Expansion>> FindAsync(JsonObject set, CancellationToken cancellationToken)
    {
        var sizes = ClaimTemplates.ByName(set);
        return
        [
            .. (await ListAsync(set.Namespace(), cancellationToken))
                .Select(claim => (Claim: claim, Template: ClaimTemplates.FindTemplate(set, claim.Name())))
                .Where(item => item.Template is not null)
                .Select(item => (item.Claim, Size: ClaimTemplates.RequestedStorage(sizes[item.Template!])))
                .Where(item => item.Size is { } size && ClaimTemplates.RequestedStorage(item.Claim) < size)
                .Select(item => new Expansion(item.Claim, item.Size!.Value)),
        ];
    }

    /// <summary>Checks that an existing claim can grow.</summary>
    /// <exception cref="ResourceProviderException">It cannot.</exception>
    public async Task CheckAsync(JsonObject identity, Quantity size, CancellationToken cancellationToken)
    {
        if (await api.FindAsync(ClaimTemplates.Claim, cancellationToken) is { } resource)
        {
            await CheckAsync([new Expansion(await api.GetAsync(resource, identity, cancellationToken), size)], cancellationToken);
        }
    }

    /// <summary>Checks that claims can grow: they are bound, and their storage class allows it.</summary>
    /// <exception cref="ResourceProviderException">One of them cannot grow.</exception>
    public async Task CheckAsync(IReadOnlyList<Expansion> expansions, CancellationToken cancellationToken)
    {
        foreach (var expansion in expansions)
        {
            var (claim, change) = (expansion.Claim, $"from {ClaimTemplates.RequestedStorage(expansion.Claim)} to {expansion.Size}");
            if (claim.Text("status", "phase") is { } phase and not "Bound")
            {
                throw VolumeRefusal.Create(
                    $"the claim {claim.DisplayName()} is {phase} and cannot grow {change}.\nWait until its pod runs, or delete the claim if it "
                        + $"has no data: kubectl delete pvc -n {claim.Namespace()} {claim.Name()}"
                );
            }
        }

        foreach (var group in expansions.GroupBy(expansion => expansion.Claim.Text("spec", "storageClassName") ?? ""))
        {
            if (!await AllowsExpansionAsync(group.Key, cancellationToken))
            {
                var first = group.First();
                throw VolumeRefusal.Create(Describe(first, group.Key));
            }
        }
    }

    /// <summary>Requests the new sizes.</summary>
    public async Task GrowAsync(IReadOnlyList<Expansion> expansions, CancellationToken cancellationToken)
    {
        if (await api.FindAsync(ClaimTemplates.Claim, cancellationToken) is not { } resource)
        {
            return;
        }

        foreach (var (claim, size) in expansions)
        {
            var requests = new JsonObject { ["storage"] = size.ToString() };
            var patch = new JsonObject { ["spec"] = new JsonObject { ["resources"] = new JsonObject { ["requests"] = requests } } };
            await api.PatchAsync(resource, claim, patch, ContentTypes.MergePatch, dryRun: false, cancellationToken);
        }
    }

    /// <summary>Lists the claims in a namespace.</summary>
    public async Task<IEnumerable<JsonObject>> ListAsync(string space, CancellationToken cancellationToken) =>
        await api.FindAsync(ClaimTemplates.Claim, cancellationToken) is { } resource
            ? (await api.ListAsync(resource, space, cancellationToken)).Objects("items")
            : [];

    private static string Describe(Expansion expansion, string storageClass)
    {
        var claim = expansion.Claim;
        var problem = $"the claim {claim.DisplayName()} cannot grow from {ClaimTemplates.RequestedStorage(claim)} to {expansion.Size}: ";
        return storageClass.Length == 0
            ? $"{problem}its volume was not provisioned by a storage class.\nAdd a volume of another name and copy the data."
            : $"{problem}its StorageClass '{storageClass}' has no allowVolumeExpansion.\nAdd it if the class's driver can expand volumes (kubectl patch "
                + $"storageclass {storageClass} -p '{{\"allowVolumeExpansion\": true}}'), or add a volume of another class and name and copy the "
                + "data.";
    }

    private async Task<bool> AllowsExpansionAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || await api.FindAsync(StorageClass, cancellationToken) is not { } resource)
        {
            return false;
        }

        try
        {
            var identity = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
            return await api.GetOrNullAsync(resource, identity, cancellationToken) is { } found && found.Flag("allowVolumeExpansion");
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            // The API server checks the class, too.
            return true;
        }
    }
}
