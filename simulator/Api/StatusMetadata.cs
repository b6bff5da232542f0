using System.Text.Json.Nodes;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>What updates of the status subresource write of the metadata. Older kinds let them write labels and annotations, too.</summary>
internal static class StatusMetadata
{
    private static readonly string[] _all = ["labels", "annotations", "finalizers", "ownerReferences"];
    private static readonly FieldSet _spec = Create("f:spec");
    private static readonly FieldSet _specAndMetadata = Create("f:spec", "f:metadata");
    private static readonly FieldSet _specAndStatus = Create("f:spec", "f:status");
    private static readonly FieldSet _specAndConditions = CreateSpecAnd("f:status", "f:conditions");
    private static readonly FieldSet _specAndCertificate = CreateSpecAnd("f:status", "f:certificate");
    private static readonly FieldSet _specAndLabels = CreateSpecAnd("f:metadata", "f:labels");
    private static readonly FieldSet _specAndOwners = CreateSpecAnd("f:metadata", "f:deletionTimestamp", "f:ownerReferences");

    /// <summary>The fields of the metadata that an update of the status writes.</summary>
    public static IReadOnlyList<string> GetWritten(ResourceKind kind) =>
        KeepsMetadata(kind) ? []
        : KeepsLabels(kind) ? [.. _all.Except(["labels"])]
        : kind.Resource == GroupResource.Pods ? [.. _all.Except(["ownerReferences"])]
        : _all;

    /// <summary>The fields that an update of the status does not write. Their managers do not change.</summary>
    public static FieldSet GetIgnoredFields(ResourceKind kind) =>
        KeepsMetadata(kind) ? _specAndMetadata
        : KeepsLabels(kind) ? _specAndLabels
        : kind.Resource == GroupResource.Pods ? _specAndOwners
        : _spec;

    /// <summary>The fields of CertificateSigningRequests that a request does not write: the spec is fixed.</summary>
    public static FieldSet GetIgnoredFieldsOfCertificates(string subresource) =>
        subresource switch
        {
            "status" => _specAndConditions,
            "approval" => _specAndCertificate,
            _ => _specAndStatus,
        };

    private static bool KeepsLabels(ResourceKind kind) => kind.Resource == GroupResource.Deployments;

    private static bool KeepsMetadata(ResourceKind kind) =>
        kind.Custom is not null
        || kind.Group
            is "apiextensions.k8s.io"
                or "admissionregistration.k8s.io"
                or "flowcontrol.apiserver.k8s.io"
                or "resource.k8s.io"
                or "storage.k8s.io"
                or "storagemigration.k8s.io"
                or "scheduling.k8s.io"
                or "apiregistration.k8s.io"
        || kind.Plural == "servicecidrs";

    private static FieldSet CreateSpecAnd(string container, params string[] fields) =>
        FieldSet.FromJson(new JsonObject { ["f:spec"] = new JsonObject(), [container] = Create(fields).ToJson() });

    private static FieldSet Create(params string[] fields) =>
        FieldSet.FromJson(new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field, new JsonObject()))));
}
