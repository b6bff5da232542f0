using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Admission;

/// <summary>A write request under admission.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Subresource">Empty for the object itself.</param>
/// <param name="Body">The object as it is to be stored; plugins may change it before it is validated.</param>
/// <param name="Current">The stored object; null if the request creates it.</param>
/// <param name="Options">The options of the request; plugins add warnings to them.</param>
internal sealed record AdmissionRequest(ResourceKind Kind, string Subresource, JsonObject Body, KubeObject? Current, RequestOptions Options)
{
    public bool IsCreate => Current is null;

    public GroupResource Resource => Kind.StoredAs;

    public string Name => Body.Text("metadata", "name") ?? "";

    public string Namespace => Body.Text("metadata", "namespace") ?? "";

    public JsonObject Spec => Body.Map("spec") ?? [];

    /// <summary>Creates the error that rejects the request.</summary>
    public StatusException Forbid(string message) => StatusException.Forbidden(Kind.Resource, Name, message);
}
