using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers;

/// <summary>
/// Determines the dependents of a controller: adopts orphans that its selector matches, releases dependents that it no longer matches.
/// </summary>
internal static class ControllerRefManager
{
    /// <summary>Returns the dependents of <paramref name="owner"/> after adoption and release.</summary>
    /// <param name="client">Writes the owner references.</param>
    /// <param name="owner">The managing controller.</param>
    /// <param name="selector">Its selector; null selects nothing.</param>
    /// <param name="cache">The cache of the dependents.</param>
    /// <param name="canAdopt">Whether an orphan may be adopted; all may by default.</param>
    /// <param name="finalizer">A finalizer that adopted dependents get and released ones lose; null for none.</param>
    public static List<T> Claim<T>(
        IClusterClient client,
        ObjectView owner,
        LabelSelector? selector,
        ResourceCache<T> cache,
        Func<T, bool>? canAdopt = null,
        string? finalizer = null
    )
        where T : ObjectView
    {
        var claimed = new List<T>();
        foreach (var item in cache.ByController[owner.Uid].Where(item => item.Namespace == owner.Namespace).ToList())
        {
            if (selector is not null && selector.Matches(item.Labels))
            {
                claimed.Add(item);
            }
            else if (!owner.IsDeleting)
            {
                Release(client, owner, item, finalizer);
            }
        }

        if (owner.IsDeleting || selector is null || selector.Requirements.Count == 0)
        {
            return claimed;
        }

        foreach (var orphan in cache.Orphans.Where(item => item.Namespace == owner.Namespace))
        {
            if (!orphan.IsDeleting && selector.Matches(orphan.Labels) && (canAdopt?.Invoke(orphan) ?? true))
            {
                Adopt(client, owner, orphan, finalizer);
                claimed.Add(orphan);
            }
        }

        return claimed;
    }

    private static void Adopt(IClusterClient client, ObjectView owner, ObjectView orphan, string? finalizer)
    {
        var body = orphan.Source.Copy();
        var metadata = body.GetOrAddObject("metadata");
        if (metadata.Array("ownerReferences") is not { } references)
        {
            metadata["ownerReferences"] = references = [];
        }

        references.Add(OwnerReference.ToController(owner.Source).ToJson());
        if (finalizer is not null && !orphan.Source.Finalizers.Contains(finalizer))
        {
            metadata["finalizers"] = new JsonArray([.. orphan.Source.Finalizers.Append(finalizer).Select(name => (JsonNode)name)]);
        }

        client.Update(orphan.Source.Resource, body);
    }

    private static void Release(IClusterClient client, ObjectView owner, ObjectView item, string? finalizer)
    {
        var body = item.Source.Copy();
        var references = body.Array("metadata", "ownerReferences");
        var reference = references?.OfType<JsonObject>().FirstOrDefault(r => r.Text("uid") == owner.Uid);
        if (reference is null)
        {
            return;
        }

        references!.Remove(reference);
        if (references.Count == 0)
        {
            body.GetOrAddObject("metadata").Remove("ownerReferences");
        }

        if (finalizer is not null && item.Source.Finalizers.Contains(finalizer))
        {
            body.GetOrAddObject("metadata")["finalizers"] = new JsonArray([
                .. item.Source.Finalizers.Where(name => name != finalizer).Select(name => (JsonNode)name),
            ]);
        }

        client.Update(item.Source.Resource, body);
    }
}
