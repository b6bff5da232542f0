using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Api.Preparation;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Decodes the objects of requests and checks their kind, fields and types.</summary>
internal sealed class RequestObjectDecoder(KindSchemas schemas, ResourceCatalog catalog)
{
    /// <summary>The heading of the errors that strict validation finds in a YAML text, one a line.</summary>
    public const string YamlErrors = "yaml: unmarshal errors:\n";

    private const string Scheme = "pkg/api/legacyscheme/scheme.go:30";

    /// <exception cref="StatusException">The body is of another kind, has values of a wrong type, or unknown fields under strict
    /// validation.</exception>
    public JsonObject Decode(ResourceKind kind, JsonObject body, RequestOptions options) =>
        Decode(kind, body, options, message => CreateDecodingError(kind, body, message));

    /// <summary>Decodes an object with an error of the caller for values of a wrong type.</summary>
    /// <inheritdoc cref="Decode(ResourceKind, JsonObject, RequestOptions)"/>
    public JsonObject Decode(ResourceKind kind, JsonObject body, RequestOptions options, Func<string, StatusException> createTypeError)
    {
        if (FindKindError(kind, body) is { } wrongKind)
        {
            throw CreateDecodingError(kind, body, wrongKind);
        }

        CheckVersion(kind, body, options);
        CustomResourceTypes.Check(kind, body);
        try
        {
            var (decoded, unknown) = DecodeFields(kind, body);
            var problems = options.StrictErrors.Concat(unknown.Select(path => $"unknown field \"{path}\""));
            if (Report(problems, options) is { } strict)
            {
                throw CreateDecodingError(kind, body, strict);
            }

            return decoded;
        }
        catch (DecodingException error)
        {
            throw createTypeError(error.Message);
        }
    }

    /// <summary>Decodes an object that a patch has changed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="patched">The changed object; null if the patch has replaced it by something else.</param>
    /// <param name="strictErrors">The errors of the patch itself that count only under strict validation.</param>
    /// <param name="text">What messages quote: the changed object, or the patch.</param>
    /// <param name="options">The options of the request.</param>
    /// <exception cref="StatusException">The object cannot be decoded.</exception>
    public JsonObject DecodePatched(
        ResourceKind kind,
        JsonObject? patched,
        IEnumerable<string> strictErrors,
        Lazy<string> text,
        RequestOptions options
    )
    {
        try
        {
            if (patched is null)
            {
                throw new DecodingException($"json: cannot unmarshal array into Go value of type v1.{kind.Kind}");
            }

            if (FindKindError(kind, patched) is { } wrongKind)
            {
                throw new DecodingException(wrongKind);
            }

            if (kind.Custom is not null && patched.Text("kind") is null or "")
            {
                throw new DecodingException($"Object 'Kind' is missing in '{text.Value}'");
            }

            CustomResourceTypes.Check(kind, patched);
            var (decoded, unknown) = DecodeFields(kind, patched);
            var problems = strictErrors.Concat(unknown.Select(path => $"unknown field \"{path}\""));
            return Report(problems, options) is { } strict ? throw CreatePatchError(text.Value, strict) : decoded;
        }
        catch (DecodingException error)
        {
            throw CreatePatchError(text.Value, error.Message);
        }
    }

    /// <summary>Creates the error of a patched object that cannot be decoded.</summary>
    public static StatusException CreatePatchError(string text, string message) =>
        FieldError.CreateException("", "", "", [FieldError.Invalid("patch", text, message)]);

    private (JsonObject Decoded, IReadOnlyList<string> Unknown) DecodeFields(ResourceKind kind, JsonObject body)
    {
        JsonObject decoded;
        IReadOnlyList<string> unknown;
        if (kind.Custom is { } custom)
        {
            (decoded, unknown) = CustomResourcePruning.Prune(custom, body, schemas.Metadata);
        }
        else
        {
            var decoder = new ObjectDecoder();
            (decoded, unknown) = (decoder.Decode(schemas.Get(kind), body), decoder.UnknownFields);
        }

        decoded["apiVersion"] = kind.ApiVersion;
        decoded["kind"] = kind.Kind;
        if (body.Array("metadata", "managedFields") is [])
        {
            // An empty list is not the same as none: it removes all managed fields.
            decoded.GetOrAddObject("metadata")["managedFields"] = new JsonArray();
        }

        if (kind.Resource == GroupResource.DaemonSets)
        {
            TemplateGeneration.Normalize(decoded);
        }

        return (decoded, unknown);
    }

    /// <summary>Returns why an object of the body's kind cannot be taken for one of <paramref name="kind"/>; null if it can.</summary>
    private string? FindKindError(ResourceKind kind, JsonObject body)
    {
        var (apiVersion, bodyKind) = (body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
        if (kind.Custom is not null)
        {
            return null;
        }

        apiVersion = apiVersion.Length == 0 ? kind.ApiVersion : apiVersion;
        bodyKind = bodyKind.Length == 0 ? kind.Kind : bodyKind;
        if (bodyKind == kind.Kind && apiVersion == kind.ApiVersion)
        {
            return null;
        }

        if (catalog.Schema.FindDefinition(apiVersion, bodyKind) is null)
        {
            return $"no kind \"{bodyKind}\" is registered for version \"{apiVersion}\" in scheme \"{Scheme}\"";
        }

        return bodyKind == kind.Kind && GetGroup(apiVersion) == kind.Group
            ? null
            : $"converting ({GetPackage(apiVersion)}.{bodyKind}) to ({GetInternalGroup(kind)}.{kind.Kind}): unknown conversion";
    }

    private void CheckVersion(ResourceKind kind, JsonObject body, RequestOptions options)
    {
        if (body.Text("apiVersion") is { } given && given != kind.ApiVersion && (given.Length > 0 || kind.Custom is not null))
        {
            if (kind.Custom is not null && Report(FindUnknownFields(given, kind.Kind, body), options) is { } strict)
            {
                throw CreateDecodingError(kind, body, strict);
            }

            throw StatusException.BadRequest(
                $"the API version in the data ({given}) does not match the expected API version ({kind.ApiVersion})"
            );
        }
    }

    /// <summary>Finds the unknown fields of a custom resource in its own version; without a schema, all are unknown.</summary>
    private IEnumerable<string> FindUnknownFields(string apiVersion, string kindName, JsonObject body)
    {
        IEnumerable<string> unknown = catalog.FindByKind(apiVersion, kindName)?.Custom is { } custom
            ? CustomResourcePruning.Prune(custom, body, schemas.Metadata).Unknown
            : body.Select(entry => entry.Key).Where(key => key is not ("apiVersion" or "kind" or "metadata")).Order(StringComparer.Ordinal);
        return unknown.Select(path => $"unknown field \"{path}\"");
    }

    private static string GetGroup(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? apiVersion[..slash] : "";

    private static string GetPackage(string apiVersion) => apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string GetInternalGroup(ResourceKind kind) => kind.Group is "" or "events.k8s.io" ? "core" : kind.Group.Split('.')[0];

    /// <summary>Adds the problems to the warnings, or returns the error of strict validation.</summary>
    public static string? Report(IEnumerable<string> problems, RequestOptions options)
    {
        if (options.FieldValidation == FieldValidation.Ignore)
        {
            return null;
        }

        var all = problems.ToList();
        if (options.FieldValidation == FieldValidation.Strict && all.Count > 0)
        {
            return $"strict decoding error: {string.Join(", ", all)}";
        }

        options.Warnings.AddRange(all.SelectMany(SplitYamlErrors));
        return null;
    }

    /// <summary>Splits the errors of a YAML text, which are one.</summary>
    private static IEnumerable<string> SplitYamlErrors(string problem) =>
        problem.IndexOf(YamlErrors, StringComparison.Ordinal) is var start and >= 0
            ? problem[(start + YamlErrors.Length)..].Split('\n').Select(line => line.Trim())
            : [problem];

    private static StatusException CreateDecodingError(ResourceKind kind, JsonObject body, string message)
    {
        var (apiVersion, bodyKind) = (body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
        return StatusException.BadRequest(
            $"{(bodyKind.Length == 0 ? kind.Kind : bodyKind)} in version \"{(apiVersion.Length == 0 ? kind.Version : GetPackage(apiVersion))}\" "
                + $"cannot be handled as a {kind.Kind}: {message}"
        );
    }
}
