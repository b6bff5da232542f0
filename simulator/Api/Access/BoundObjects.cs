using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Access;

/// <summary>The objects that tokens are bound to: such a token is valid while the object exists.</summary>
internal sealed class BoundObjects(ObjectStore store)
{
    /// <summary>Returns the objects that a token names, by claim: a pod also names its node.</summary>
    public IEnumerable<(string Claim, KubeObject Bound)> GetClaims(KubeObject? boundTo)
    {
        if (boundTo is null)
        {
            yield break;
        }

        yield return (GetClaim(boundTo.Resource), boundTo);
        if (boundTo.Resource == GroupResource.Pods && store.Find(GroupResource.Nodes, "", boundTo.Spec.Text("nodeName") ?? "") is { } node)
        {
            yield return ("node", node);
        }
    }

    /// <summary>Finds out why the object of a token makes it invalid; null if it does not.</summary>
    public string? FindProblem(JsonObject claims, string inNamespace, DateTimeOffset invalidIfDeletedBefore)
    {
        foreach (var resource in (ReadOnlySpan<GroupResource>)[GroupResource.Secrets, GroupResource.Pods, GroupResource.Nodes])
        {
            var claim = GetClaim(resource);
            // A pod's token does not depend on the pod's node.
            if (claims.Map(claim) is not { } reference || (resource == GroupResource.Nodes && claims.ContainsKey("pod")))
            {
                continue;
            }

            var found = store.Find(resource, resource == GroupResource.Nodes ? "" : inNamespace, reference.Text("name") ?? "");
            if (found is null || found.DeletionTime < invalidIfDeletedBefore)
            {
                return "service account token has been invalidated";
            }

            if (found.Uid != reference.Text("uid"))
            {
                return $"{claim} UID ({found.Uid}) does not match service account {claim} ref claim ({reference.Text("uid")})";
            }
        }

        return null;
    }

    /// <summary>Returns the user's extra values that a token gives.</summary>
    public static SortedDictionary<string, IReadOnlyList<string>> CreateExtra(JsonObject claims)
    {
        var extra = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Add(ServiceAccountUser.CredentialId, claims.Text("jti") is { } id ? $"JTI={id}" : null);
        Add(ServiceAccountUser.PodName, claims.Text("kubernetes.io", "pod", "name"));
        Add(ServiceAccountUser.PodUid, claims.Text("kubernetes.io", "pod", "uid"));
        Add(ServiceAccountUser.NodeName, claims.Text("kubernetes.io", "node", "name"));
        Add(ServiceAccountUser.NodeUid, claims.Text("kubernetes.io", "node", "uid"));
        return extra;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                extra[key] = [value];
            }
        }
    }

    private static string GetClaim(GroupResource resource) => resource.Resource[..^1];
}
