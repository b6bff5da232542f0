using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Selectors;

/// <summary>The fields that field selectors may use, by resource type.</summary>
internal static class SelectableFields
{
    private static readonly string[] _reference = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

    private static readonly Dictionary<GroupResource, string[]> _fields = new()
    {
        [GroupResource.Pods] =
        [
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "spec.host",
            "status.phase",
            "status.podIP",
            "status.podIPs",
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
            .. _reference.Select(field => $"involvedObject.{field}"),
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        [new GroupResource("events.k8s.io", "events")] =
        [
            .. _reference.Select(field => $"regarding.{field}"),
            "reason",
            "reportingController",
            "type",
        ],
        [new GroupResource("certificates.k8s.io", "certificatesigningrequests")] = ["spec.signerName"],
    };

    /// <summary>Returns where the value of a field is: the first of the paths that has one.</summary>
    /// <exception cref="StatusException">The resource type does not support the field.</exception>
    public static string[][] GetPaths(ResourceKind kind, string field)
    {
        var isSupported =
            field == "metadata.name"
            || (field == "metadata.namespace" && (kind.Namespaced || !_fields.ContainsKey(kind.Resource)) && !IsClusterCustom(kind))
            || (_fields.TryGetValue(kind.Resource, out var fields) && fields.Contains(field))
            || (kind.Custom?.SelectableFields.Contains(field) ?? false);
        return isSupported ? FindPaths(kind, field) : throw StatusException.BadRequest(CreateMessage(kind, field));
    }

    private static bool IsClusterCustom(ResourceKind kind) => kind.Custom is not null && !kind.Namespaced;

    private static string CreateMessage(ResourceKind kind, string field) =>
        kind.Resource == GroupResource.Jobs ? $"field label \"{field}\" not supported for Job"
        : kind.Custom is not null || _fields.ContainsKey(kind.Resource) ? $"field label not supported: {field}"
        : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";

    private static string[][] FindPaths(ResourceKind kind, string field) =>
        (kind.StoredAs.Resource, field) switch
        {
            ("pods", "spec.host") =>
            [
                ["spec", "nodeName"],
            ],
            ("events", "source") =>
            [
                ["source", "component"],
                ["reportingComponent"],
            ],
            ("events", "reportingController") =>
            [
                ["reportingComponent"],
            ],
            ("events", _) when field.StartsWith("regarding.", StringComparison.Ordinal) =>
            [
                ["involvedObject", field["regarding.".Length..]],
            ],
            ("jobs", "status.successful") =>
            [
                ["status", "succeeded"],
            ],
            _ => [field.Split('.')],
        };
}
