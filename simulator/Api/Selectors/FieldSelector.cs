using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Selectors;

/// <summary>A field selector. Each resource type supports only a few fields.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<GroupResource, string[]> _selectable = new()
    {
        [GroupResource.Pods] =
        [
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName",
        ],
        [GroupResource.Nodes] = ["spec.unschedulable"],
        [GroupResource.Namespaces] = ["status.phase"],
        [GroupResource.Secrets] = ["type"],
        [GroupResource.Services] = ["spec.clusterIP", "spec.type"],
        [GroupResource.ReplicationControllers] = ["status.replicas"],
        [GroupResource.ReplicaSets] = ["status.replicas"],
        [GroupResource.Jobs] = ["status.successful"],
        [GroupResource.Events] =
        [
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        [new GroupResource("certificates.k8s.io", "certificatesigningrequests")] = ["spec.signerName"],
    };

    private readonly List<(string[] Path, string Value, bool Negated)> _terms = [];

    private FieldSelector() { }

    public bool IsEmpty => _terms.Count == 0;

    /// <exception cref="StatusException">The text is not a selector, or the resource type does not support a field.</exception>
    public static FieldSelector Parse(string? text, GroupResource resource)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var negated = term.IndexOf("!=", StringComparison.Ordinal);
            var equal = term.IndexOf('=', StringComparison.Ordinal);
            if (equal < 0)
            {
                throw StatusException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            }

            var field = negated > 0 ? term[..negated] : term[..equal];
            var value = term[(equal + 1)..].TrimStart('=');
            if (
                field is not ("metadata.name" or "metadata.namespace")
                && !(_selectable.TryGetValue(resource, out var fields) && fields.Contains(field))
            )
            {
                throw StatusException.BadRequest($"field label not supported: {field}");
            }

            selector._terms.Add((GetPath(resource, field), value, negated > 0));
        }
        return selector;
    }

    public bool Matches(KubeObject item)
    {
        foreach (var (path, value, negated) in _terms)
        {
            if (GetText(item.Body, path) == value == negated)
            {
                return false;
            }
        }
        return true;
    }

    private static string[] GetPath(GroupResource resource, string field) =>
        (resource.Resource, field) switch
        {
            ("events", "source") => ["source", "component"],
            ("jobs", "status.successful") => ["status", "succeeded"],
            _ => field.Split('.'),
        };

    private static string GetText(JsonObject body, string[] path) =>
        body.Node(path) switch
        {
            null => path[^1] is "hostNetwork" or "unschedulable" ? "false"
            : path[^1] is "replicas" or "succeeded" ? "0"
            : "",
            JsonValue value when value.TryGetValue(out string? text) => text,
            var other => other.ToJsonString(),
        };
}
