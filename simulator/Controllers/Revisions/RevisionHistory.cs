using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Revisions;

/// <summary>A ControllerRevision: a template of a StatefulSet or DaemonSet.</summary>
internal sealed class ControllerRevision(KubeObject source) : ObjectView(source)
{
    /// <summary><c>revision</c>.</summary>
    public long Revision { get; } = source.Body.Number("revision") ?? 0;

    /// <summary>The template.</summary>
    public JsonObject Template
    {
        get
        {
            var template = (JsonObject?)Source.Body.Map("data", "spec", "template")?.DeepClone() ?? [];
            template.Remove("$patch");
            return template;
        }
    }
}

/// <summary>Maintains the ControllerRevisions of StatefulSets and DaemonSets.</summary>
internal sealed class RevisionHistory(IClusterClient client, ResourceCache<ControllerRevision> cache, RevisionHash hashing)
{
    private const int MaxPrefix = 223;

    /// <summary>
    /// Returns the revision of a template; null after it was adopted, created or renumbered, whose watch event queues the owner again.
    /// </summary>
    public ControllerRevision? Ensure(ObjectView owner, LabelSelector? selector, JsonObject template)
    {
        if (cache.Orphans.Any(orphan => IsAdoptable(orphan, owner, selector)))
        {
            ControllerRefManager.Claim(client, owner, selector, cache);
            return null;
        }

        var revisions = List(owner);
        var highest = revisions.Count == 0 ? 0 : revisions[^1].Revision;
        if (revisions.FirstOrDefault(r => JsonNode.DeepEquals(r.Template, template)) is not { } known)
        {
            Create(owner, template, highest + 1);
            return null;
        }

        if (known.Revision == highest)
        {
            return known;
        }

        var body = known.Source.Copy();
        body["revision"] = highest + 1;
        client.Update(GroupResource.ControllerRevisions, body);
        return null;
    }

    /// <summary>All revisions of an owner, oldest first.</summary>
    public IReadOnlyList<ControllerRevision> List(ObjectView owner) =>
        [.. cache.ByController[owner.Uid].OrderBy(r => r.Revision).ThenBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>Deletes the oldest unused revisions beyond a limit.</summary>
    public void Truncate(ObjectView owner, int limit, IReadOnlySet<string> inUse)
    {
        var idle = List(owner).Where(r => !inUse.Contains(r.Name)).ToList();
        foreach (var revision in idle.Take(Math.Max(0, idle.Count - limit)))
        {
            client.DeleteIfExists(revision);
        }
    }

    private static bool IsAdoptable(ControllerRevision orphan, ObjectView owner, LabelSelector? selector) =>
        orphan.Namespace == owner.Namespace
        && !orphan.IsDeleting
        && selector is { Requirements.Count: > 0 }
        && selector.Matches(orphan.Labels);

    private void Create(ObjectView owner, JsonObject template, long number)
    {
        var data = (JsonObject)template.DeepClone();
        data["$patch"] = "replace";
        var patch = new JsonObject { ["spec"] = new JsonObject { ["template"] = data } };
        var hash = hashing.Compute(template, patch, (int?)owner.Source.Status.Number("collisionCount"));
        var labels = (JsonObject?)template.Map("metadata", "labels")?.DeepClone() ?? [];
        labels[hashing.Label] = hash;
        var metadata = new JsonObject
        {
            ["name"] = $"{(owner.Name.Length > MaxPrefix ? owner.Name[..MaxPrefix] : owner.Name)}-{hash}",
            ["namespace"] = owner.Namespace,
            ["labels"] = labels,
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner.Source).ToJson()),
        };
        if (owner.Source.Metadata.Map("annotations") is { Count: > 0 } annotations)
        {
            metadata["annotations"] = annotations.DeepClone();
        }

        var body = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ControllerRevision",
            ["metadata"] = metadata,
            ["data"] = patch,
            ["revision"] = number,
        };
        try
        {
            client.Create(GroupResource.ControllerRevisions, body);
        }
        catch (StatusException taken) when (taken.IsAlreadyExists)
        {
            // Another template has the same hash: the next attempt includes a count.
            var status = (JsonObject)owner.Source.Status.DeepClone();
            status["collisionCount"] = (status.Number("collisionCount") ?? 0) + 1;
            client.WriteStatus(owner, status);
            throw;
        }
    }
}
