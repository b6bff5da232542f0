using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>Applies patches of all types to objects.</summary>
internal sealed class PatchApplication(KindSchemas schemas, ResourceCatalog catalog, RequestObjectDecoder decoder, FieldManagement fields)
{
    /// <summary>Applies a JSON, merge or strategic merge patch.</summary>
    public JsonObject Patch(ResourceKind kind, KubeObject current, Patch patch, RequestOptions options)
    {
        var target = KindConversion.FromStorage(kind, current.Body).Clone();
        return patch.Type == PatchType.StrategicMerge
            ? PatchStrategically(kind, target, patch, options)
            : PatchJson(kind, target, patch, options);
    }

    /// <summary>Creates an object from an applied configuration.</summary>
    public JsonObject ApplyNew(ResourceKind kind, string name, JsonObject configuration, RequestOptions options)
    {
        var body = Merge(kind, schemas.CreateEmpty(kind), "", configuration, options);
        return body.Text("metadata", "uid") is { Length: > 0 } uid
            ? throw StatusException.Conflict(
                kind.Resource,
                name,
                $"uid mismatch: the provided object specified uid {uid}, and no existing object was found"
            )
            : body;
    }

    /// <summary>Applies a configuration to an existing object.</summary>
    public JsonObject Apply(ResourceKind kind, KubeObject current, string subresource, JsonObject configuration, RequestOptions options)
    {
        var body = Merge(kind, KindConversion.FromStorage(kind, current.Body), subresource, configuration, options);
        Defaulting.Defaults.Apply(kind, body);
        return body;
    }

    /// <exception cref="StatusException">The configuration is of another kind, or contains managed fields.</exception>
    public static void CheckConfiguration(ResourceKind kind, JsonObject configuration)
    {
        var (apiVersion, kindName) = (configuration.Text("apiVersion") ?? "", configuration.Text("kind") ?? "");
        if (apiVersion != kind.ApiVersion || kindName != kind.Kind)
        {
            var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"/{apiVersion}";
            throw StatusException.BadRequest($"invalid object type: {group}, Kind={kindName}");
        }

        if (configuration.Array("metadata", "managedFields") is not null)
        {
            throw StatusException.BadRequest("metadata.managedFields must be nil");
        }
    }

    private JsonObject Merge(ResourceKind kind, JsonObject live, string subresource, JsonObject configuration, RequestOptions options)
    {
        var versions = new FieldVersions(schemas, catalog, kind, ObjectUpdates.GetIgnoredFields(kind, subresource));
        var manager = new FieldManagerIdentity(options.FieldManager, FieldManagerIdentity.Apply, kind.ApiVersion, subresource);
        AppliedConfiguration.Check(kind, versions.Type, configuration);
        var applied =
            manager.Manager == "kubectl"
                ? fields.ApplyAsKubectl(versions, live, configuration, manager, options.Force)
                : fields.Apply(versions, live, configuration, manager, options.Force);
        return DecodeApplied(kind, applied, configuration, options);
    }

    /// <summary>Duplicate keys count only once the configuration could be applied.</summary>
    private JsonObject DecodeApplied(ResourceKind kind, JsonObject applied, JsonObject configuration, RequestOptions options)
    {
        if (kind.Custom is null && StrategicDecoding.FindError(schemas.Get(kind), applied) is { } error)
        {
            throw CreateConversionError(kind, configuration, error);
        }

        if (kind.Custom is null)
        {
            WholeFloats.Convert(schemas.Get(kind), applied);
        }

        if (options.StrictErrors.Count > 0)
        {
            var errors = string.Concat(options.StrictErrors.Select(error => "\n  " + error))[1..];
            var problem = $"error converting YAML to JSON: {RequestObjectDecoder.YamlErrors}{errors}";
            if (RequestObjectDecoder.Report([problem], options) is not null)
            {
                throw StatusException.BadRequest($"error strict decoding YAML: {problem}");
            }
        }

        var lenient = options with { StrictErrors = [] };
        return kind.Custom is null
            ? decoder.Decode(kind, applied, lenient, error => CreateConversionError(kind, configuration, error))
            : decoder.Decode(kind, applied, lenient);
    }

    private static StatusException CreateConversionError(ResourceKind kind, JsonObject configuration, string error) =>
        new(
            500,
            "",
            $"failed to convert new object ({AppliedConfiguration.Describe(kind, configuration)}) to proper version: "
                + $"unable to convert unstructured object to {kind.Group}/{kind.Version}, Kind={kind.Kind}: {error}"
        );

    private JsonObject PatchJson(ResourceKind kind, JsonObject target, Patch patch, RequestOptions options)
    {
        JsonNode? patched;
        IEnumerable<string> strict;
        if (patch.Type == PatchType.Json)
        {
            var operations = patch.GetOperations(options.FieldValidation);
            patched = SharedPatches.ApplyJson(target, operations);
            strict = SharedPatches.FindStrictErrors(patch, operations);
        }
        else
        {
            patched = MergePatch.Apply(target, patch.GetObject(options.FieldValidation));
            strict = patch.DuplicateFields.Select(path => $"duplicate field \"{path}\"");
        }

        var text = new Lazy<string>(() => patched?.ToJsonString(RelaxedJson.Options) ?? "null");
        return decoder.DecodePatched(kind, patched as JsonObject, strict, text, options);
    }

    private JsonObject PatchStrategically(ResourceKind kind, JsonObject target, Patch patch, RequestOptions options)
    {
        var changes = patch.GetObject(options.FieldValidation);
        var type = schemas.Get(kind);
        var patched = SharedPatches.ApplyStrategicMerge(type, target, changes);
        var text = new Lazy<string>(() => GoValues.Print(changes));
        if (StrategicDecoding.FindError(type, patched) is { } error)
        {
            throw RequestObjectDecoder.CreatePatchError(text.Value, error);
        }

        WholeFloats.Convert(type, patched);
        var strict = patch.DuplicateFields.Select(path => $"duplicate field \"{path}\"");
        return decoder.DecodePatched(kind, patched, strict, text, options);
    }
}
