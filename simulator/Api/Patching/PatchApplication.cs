using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>Applies patches of all types to objects.</summary>
internal sealed class PatchApplication(KindSchemas schemas, RequestObjectDecoder decoder, FieldManagement fields)
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
    public JsonObject ApplyNew(ResourceKind kind, string inNamespace, string name, JsonObject configuration, RequestOptions options)
    {
        var type = schemas.Get(kind);
        AppliedConfiguration.Check(kind, inNamespace, name, type, configuration);
        var applied = Merge(
            type,
            schemas.CreateEmpty(kind),
            configuration,
            CreateManager(kind, "", options),
            ObjectUpdates.GetIgnoredFields(kind, ""),
            options.Force,
            emptyObject: null
        );
        var body = DecodeApplied(kind, applied, options);
        if (body.Text("metadata", "uid") is { Length: > 0 } uid)
        {
            throw StatusException.Conflict(
                kind.Resource,
                name,
                $"uid mismatch: the provided object specified uid {uid}, and no existing object was found"
            );
        }

        RequestPreconditions.CheckName(body, name);
        return body;
    }

    /// <summary>Applies a configuration to an existing object.</summary>
    public JsonObject Apply(ResourceKind kind, KubeObject current, string subresource, JsonObject configuration, RequestOptions options)
    {
        var type = schemas.Get(kind);
        AppliedConfiguration.Check(kind, current.Namespace, current.Name, type, configuration);
        var live = KindConversion.FromStorage(kind, current.Body);
        var applied = Merge(
            type,
            live,
            configuration,
            CreateManager(kind, subresource, options),
            ObjectUpdates.GetIgnoredFields(kind, subresource),
            options.Force,
            schemas.CreateEmpty(kind)
        );
        var body = DecodeApplied(kind, applied, options);
        Defaulting.Defaults.Apply(kind, body);
        return body;
    }

    /// <exception cref="StatusException">The configuration contains managed fields or names another object.</exception>
    public static void CheckConfiguration(ResourceKind kind, string inNamespace, string name, JsonObject configuration)
    {
        if (configuration.Text("apiVersion") is var version && version != kind.ApiVersion)
        {
            throw StatusException.BadRequest(
                $"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {kind.ApiVersion}"
            );
        }

        if (configuration.Array("metadata", "managedFields") is not null)
        {
            throw StatusException.BadRequest("metadata.managedFields must be nil");
        }

        if (configuration.Text("metadata", "name") is { Length: > 0 } given && given != name)
        {
            throw StatusException.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }

        RequestPreconditions.CheckNamespace(kind, configuration, inNamespace);
    }

    private JsonObject Merge(
        TypeSchema type,
        JsonObject live,
        JsonObject configuration,
        FieldManagerIdentity manager,
        FieldSet ignored,
        bool force,
        JsonObject? emptyObject
    ) =>
        manager.Manager == "kubectl"
            ? fields.ApplyAsKubectl(type, live, configuration, manager, ignored, force, emptyObject)
            : fields.Apply(type, live, configuration, manager, ignored, force, emptyObject);

    /// <summary>Duplicate keys count only once the configuration could be applied.</summary>
    private JsonObject DecodeApplied(ResourceKind kind, JsonObject applied, RequestOptions options)
    {
        if (options.StrictErrors.Count > 0)
        {
            var errors = string.Concat(options.StrictErrors.Select(error => "\n  " + error))[1..];
            var problem = $"error converting YAML to JSON: {RequestObjectDecoder.YamlErrors}{errors}";
            if (RequestObjectDecoder.Report([problem], options) is not null)
            {
                throw StatusException.BadRequest($"error strict decoding YAML: {problem}");
            }
        }

        return decoder.Decode(kind, applied, options with { StrictErrors = [] });
    }

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

        var strict = patch.DuplicateFields.Select(path => $"duplicate field \"{path}\"");
        return decoder.DecodePatched(kind, patched, strict, text, options);
    }

    private static FieldManagerIdentity CreateManager(ResourceKind kind, string subresource, RequestOptions options) =>
        new(options.FieldManager, FieldManagerIdentity.Apply, kind.ApiVersion, subresource);
}
