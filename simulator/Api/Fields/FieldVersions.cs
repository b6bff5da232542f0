using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// The kind of the objects that a request writes, in the version of the request and in those in which other managers own fields.
/// </summary>
internal sealed class FieldVersions
{
    private readonly KindSchemas _schemas;
    private readonly ResourceCatalog? _catalog;
    private readonly ResourceKind _kind;

    /// <param name="schemas">The schemas of the kinds.</param>
    /// <param name="catalog">The kinds in all versions; null for objects of which only the request's version exists.</param>
    /// <param name="kind">The kind in the version of the request.</param>
    /// <param name="ignored">The fields that the request does not write.</param>
    public FieldVersions(KindSchemas schemas, ResourceCatalog? catalog, ResourceKind kind, FieldSet ignored)
    {
        (_schemas, _catalog, _kind) = (schemas, catalog, kind);
        Ignored = ignored;
        Type = schemas.Get(kind);
    }

    public string ApiVersion => _kind.ApiVersion;

    public FieldSet Ignored { get; }

    /// <summary>The schema of the objects in the version of the request.</summary>
    public TypeSchema Type { get; }

    public JsonObject CreateEmpty() => _schemas.CreateEmpty(_kind);

    /// <summary>Whether the kind exists in a version.</summary>
    public bool Exists(string apiVersion) => Find(apiVersion) is not null;

    /// <summary>The schema of the objects in a version.</summary>
    public TypeSchema GetType(string apiVersion) => Find(apiVersion) is { } kind ? _schemas.Get(kind) : Type;

    /// <summary>Converts an object between two versions. Returns the same instance if they are one.</summary>
    public JsonObject Convert(JsonObject body, string from, string to)
    {
        if (from == to || Find(from) is not { } source || Find(to) is not { } target)
        {
            return body;
        }

        var stored = _catalog!.TryFind(_kind.StoredAs, out var kind) ? kind : source;
        return KindConversion.FromStorage(target, KindConversion.ToStorage(source, stored, body.Clone()));
    }

    /// <summary>Compares two versions of an object, both in the version of the request, by the fields of another version.</summary>
    public FieldComparison Compare(JsonObject before, JsonObject after, string apiVersion) =>
        FieldComparison.Compare(
            GetType(apiVersion),
            Convert(before, ApiVersion, apiVersion),
            Convert(after, ApiVersion, apiVersion),
            Ignored
        );

    private ResourceKind? Find(string apiVersion)
    {
        if (apiVersion == _kind.ApiVersion)
        {
            return _kind;
        }

        return _catalog?.FindByKind(apiVersion, _kind.Kind) is { } kind && kind.StoredAs == _kind.StoredAs ? kind : null;
    }
}
