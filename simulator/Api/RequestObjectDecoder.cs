using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Decodes the objects of requests and checks their kind, fields and types.</summary>
internal sealed class RequestObjectDecoder(KindSchemas schemas)
{
    /// <exception cref="StatusException">The body is of another kind, has values of a wrong type, or unknown fields under strict
    /// validation.</exception>
    public JsonObject Decode(ResourceKind kind, JsonObject body, RequestOptions options)
    {
        CheckKind(kind, body);
        var (decoded, unknown) = kind.Custom is { } custom
            ? CustomResourcePruning.Prune(custom, body, schemas.Metadata)
            : DecodeBuiltIn(kind, body);
        decoded["apiVersion"] = kind.ApiVersion;
        decoded["kind"] = kind.Kind;
        ReportFields(kind, unknown, options);
        return decoded;
    }

    private (JsonObject Decoded, IReadOnlyList<string> Unknown) DecodeBuiltIn(ResourceKind kind, JsonObject body)
    {
        var decoder = new ObjectDecoder();
        try
        {
            return (decoder.Decode(schemas.Get(kind), body), decoder.UnknownFields);
        }
        catch (DecodingException error)
        {
            throw CreateDecodingError(kind, error.Message);
        }
    }

    private static void CheckKind(ResourceKind kind, JsonObject body)
    {
        var (apiVersion, bodyKind) = (body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
        if (bodyKind.Length > 0 && bodyKind != kind.Kind)
        {
            var version = apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
            throw StatusException.BadRequest(
                $"{bodyKind} in version \"{version}\" cannot be handled as a {kind.Kind}: converting ({version}.{bodyKind}) to "
                    + $"({GetInternalGroup(kind)}.{kind.Kind}): unknown conversion"
            );
        }
        if (apiVersion.Length > 0 && apiVersion != kind.ApiVersion)
        {
            throw StatusException.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({kind.ApiVersion})"
            );
        }
    }

    private static string GetInternalGroup(ResourceKind kind) => kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0];

    private static void ReportFields(ResourceKind kind, IReadOnlyList<string> unknown, RequestOptions options)
    {
        if (options.FieldValidation == FieldValidation.Ignore)
        {
            return;
        }

        var problems = options
            .DuplicateFields.Select(path => $"duplicate field \"{path}\"")
            .Concat(unknown.Select(path => $"unknown field \"{path}\""))
            .ToList();
        if (problems.Count == 0)
        {
            return;
        }

        if (options.FieldValidation == FieldValidation.Strict)
        {
            throw CreateDecodingError(kind, $"strict decoding error: {string.Join(", ", problems)}");
        }

        options.Warnings.AddRange(problems);
    }

    private static StatusException CreateDecodingError(ResourceKind kind, string message) =>
        StatusException.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {message}");
}
