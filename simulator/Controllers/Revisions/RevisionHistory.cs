using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Revisions;

/// <summary>A ControllerRevision: a template of a StatefulSet or DaemonSet.</summary>
internal sealed class ControllerRevision(KubeObject source) : ObjectView(source)
{
    /// <summary>The label of the template's hash.</summary>
    public const string HashLabel = "controller.kubernetes.io/hash";

    /// <summary><c>revision</c>.</summary>
    public long Revision { get; } = source.Body.Number("revision") ?? 0;

    /// <summary>The template's hash.</summary>
    public string Hash => Labels.GetValueOrDefault(HashLabel) ?? "";

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
internal sealed class RevisionHistory(IClusterClient client, ResourceCache<ControllerRevision> cache)
{
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
            Create(owner, selector, template, highest + 1);
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

    private void Create(ObjectView owner, LabelSelector? selector, JsonObject template, long number)
    {
        var hash = TemplateHash.Compute(template, (int?)owner.Source.Status.Number("collisionCount"));
        var labels = new JsonObject();
        foreach (
            var (key, value) in template
                .TextMap("metadata", "labels")
                .Where(l => selector is null || selector.Requirements.Any(r => r.Key == l.Key))
        )
        {
            labels[key] = value;
        }

        labels[ControllerRevision.HashLabel] = hash;
        var data = (JsonObject)template.DeepClone();
        data["$patch"] = "replace";
        client.Create(
            GroupResource.ControllerRevisions,
            new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "ControllerRevision",
                ["metadata"] = new JsonObject
                {
                    ["name"] = $"{owner.Name}-{hash}",
                    ["namespace"] = owner.Namespace,
                    ["labels"] = labels,
                    ["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner.Source).ToJson()),
                },
                ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = data } },
                ["revision"] = number,
            }
        );
    }
}
