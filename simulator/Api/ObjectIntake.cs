using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Takes in objects from clients: the right kind, known fields, values of the right types; in the version that is stored.</summary>
internal sealed class ObjectIntake(ResourceCatalog catalog)
{
    /// <exception cref="StatusException">The body is of another kind, has values of a wrong type, or fields that strict validation refuses.</exception>
    public JsonObject Decode(ResourceKind kind, JsonObject body, RequestOptions options)
    {
        CheckKind(kind, body);
        var copy = body;
        if (body.Text("apiVersion") is null or "" || body.Text("kind") is null or "")
        {
            copy = body.Clone();
            copy["apiVersion"] = kind.ApiVersion;
            copy["kind"] = kind.Kind;
        }
        var (decoded, unknown) = kind.Custom is { } custom ? CustomResourcePruning.Prune(custom, copy, MetadataType) : DecodeBuiltIn(kind, copy);
        Report(kind, unknown, options);
        return catalog.TryFind(kind.StoredAs, out var stored) ? KindConversion.ToStorage(kind, stored, decoded) : decoded;
    }

    private TypeSchema MetadataType => catalog.Schema.Type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    private (JsonObject Decoded, IReadOnlyList<string> Unknown) DecodeBuiltIn(ResourceKind kind, JsonObject body)
    {
        var decoder = new ObjectDecoder();
        try
        {
            return (decoder.Decode(catalog.Schema.Type(kind.Definition), body), decoder.UnknownFields);
        }
        catch (DecodingException broken)
        {
            throw CannotBeHandled(kind, broken.Message);
        }
    }

    private static void CheckKind(ResourceKind kind, JsonObject body)
    {
        var (apiVersion, bodyKind) = (body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
        if (bodyKind.Length > 0 && bodyKind != kind.Kind)
        {
            var version = apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
            throw StatusException.BadRequest(
                $"{bodyKind} in version \"{version}\" cannot be handled as a {kind.Kind}: converting ({version}.{bodyKind}) to ({InternalGroup(kind)}.{kind.Kind}): unknown conversion");
        }
        if (apiVersion.Length > 0 && apiVersion != kind.ApiVersion)
        {
            throw StatusException.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({kind.ApiVersion})");
        }
    }

    private static string InternalGroup(ResourceKind kind) => kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0];

    private static void Report(ResourceKind kind, IReadOnlyList<string> unknown, RequestOptions options)
    {
        if (options.FieldValidation == FieldValidation.Ignore)
            return;
        var problems = options.DuplicateFields.Select(path => $"duplicate field \"{path}\"").Concat(unknown.Select(path => $"unknown field \"{path}\"")).ToList();
        if (problems.Count == 0)
            return;
        if (options.FieldValidation == FieldValidation.Strict)
            throw CannotBeHandled(kind, $"strict decoding error: {string.Join(", ", problems)}");
        options.Warnings.AddRange(problems);
    }

    private static StatusException CannotBeHandled(ResourceKind kind, string why) =>
        StatusException.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {why}");
}
