using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Revisions;

/// <summary>A ControllerRevision: a template a StatefulSet or DaemonSet had.</summary>
internal sealed class ControllerRevision(KubeObject source) : ObjectView(source)
{
    /// <summary>The label that holds the template's hash.</summary>
    public const string HashLabel = "controller.kubernetes.io/hash";

    /// <summary>The number of the revision.</summary>
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

/// <summary>Keeps the templates of StatefulSets and DaemonSets as numbered ControllerRevisions.</summary>
internal sealed class RevisionHistory(IClusterClient client, ResourceCache<ControllerRevision> cache)
{
    /// <summary>The revision of a template: the one there is, renumbered to be the latest, or a new one. Null where it was written just now: its change comes back.</summary>
    public ControllerRevision? Ensure(ObjectView owner, LabelSelector? selector, JsonObject template)
    {
        var revisions = Of(owner);
        var highest = revisions.Count == 0 ? 0 : revisions[^1].Revision;
        if (revisions.FirstOrDefault(r => JsonNode.DeepEquals(r.Template, template)) is not { } known)
        {
            Create(owner, selector, template, highest + 1);
            return null;
        }

        if (known.Revision == highest)
            return known;
        var body = known.Source.Copy();
        body["revision"] = highest + 1;
        client.Update(GroupResource.ControllerRevisions, body);
        return null;
    }

    /// <summary>All revisions of an owner, oldest first.</summary>
    public IReadOnlyList<ControllerRevision> Of(ObjectView owner) =>
        [.. cache.ByController[owner.Uid].OrderBy(r => r.Revision).ThenBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>Deletes the oldest revisions beyond a limit, but none that is in use.</summary>
    public void Truncate(ObjectView owner, int limit, IReadOnlySet<string> inUse)
    {
        var idle = Of(owner).Where(r => !inUse.Contains(r.Name)).ToList();
        foreach (var revision in idle.Take(Math.Max(0, idle.Count - limit)))
            client.DeleteIfThere(revision);
    }

    private void Create(ObjectView owner, LabelSelector? selector, JsonObject template, long number)
    {
        var hash = TemplateHash.Of(template, (int?)owner.Source.Status.Number("collisionCount"));
        var labels = new JsonObject();
        foreach (var (key, value) in template.TextMap("metadata", "labels").Where(l => selector is null || selector.Requirements.Any(r => r.Key == l.Key)))
            labels[key] = value;
        labels[ControllerRevision.HashLabel] = hash;
        var data = (JsonObject)template.DeepClone();
        data["$patch"] = "replace";
        client.Create(GroupResource.ControllerRevisions, new JsonObject
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
        });
    }
}
