using System.Text.Json.Nodes;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Access;

/// <summary>Decodes requests that are answered and not stored: reviews and TokenRequests.</summary>
internal sealed class ReviewObjects
{
    private const long DefaultTokenLifetime = 3600;

    private readonly KindSchemas _schemas;
    private readonly RequestObjectDecoder _decoder;
    private readonly FieldManagement _fields;

    public ReviewObjects(ClusterApi api)
    {
        _schemas = new KindSchemas(api.Catalog.Schema);
        _decoder = new RequestObjectDecoder(_schemas, api.Catalog);
        _fields = new FieldManagement(api.Time);
    }

    /// <summary>Decodes an object and records its managed fields, as for one that is created.</summary>
    public JsonObject Prepare(ResourceKind kind, string subresource, string inNamespace, JsonObject body, RequestOptions options)
    {
        var review = _decoder.Decode(kind, body, options);
        RequestPreconditions.CheckNamespace(kind, review, inNamespace);
        var metadata = review.GetOrAddObject("metadata");
        if (kind.Namespaced)
        {
            metadata["namespace"] = inNamespace;
        }

        if (kind.Kind == "TokenRequest")
        {
            review.GetOrAddObject("spec")["expirationSeconds"] ??= DefaultTokenLifetime;
        }

        var versions = new FieldVersions(_schemas, catalog: null, kind, new FieldSet());
        var manager = new FieldManagerIdentity(options.FieldManager, FieldManagerIdentity.Update, kind.ApiVersion, subresource);
        _fields.RecordUpdate(versions, versions.CreateEmpty(), review, manager, isNew: true);
        return review;
    }

    /// <summary>Orders the keys as Kubernetes writes them.</summary>
    public JsonObject Order(ResourceKind kind, JsonObject review) => KeyOrdering.Order(_schemas, kind, review);
}
