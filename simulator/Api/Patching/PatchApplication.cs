using System.Text.Json.Nodes;
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
        var patched = patch.Type switch
        {
            PatchType.Json => SharedPatches.ApplyJson(target, patch.Body),
            PatchType.Merge => MergePatch.Apply(target, patch.Object),
            PatchType.StrategicMerge when kind.Custom is null => SharedPatches.ApplyStrategicMerge(schemas.Get(kind), target, patch.Object),
            _ => throw new StatusException(
                415,
                StatusReason.UnsupportedMediaType,
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
                    + "application/merge-patch+json, application/apply-patch+yaml"
            ),
        };
        return decoder.Decode(kind, patched, options);
    }

    /// <summary>Creates an object from an applied configuration.</summary>
    public JsonObject ApplyNew(ResourceKind kind, string inNamespace, string name, JsonObject configuration, RequestOptions options)
    {
        var type = schemas.Get(kind);
        AppliedConfiguration.Check(kind, inNamespace, name, type, configuration);
        var applied = fields.Apply(
            type,
            schemas.CreateEmpty(kind),
            configuration,
            CreateManager(kind, "", options),
            ObjectUpdates.GetIgnoredFields(kind, ""),
            options.Force,
            emptyObject: null
        );
        var body = decoder.Decode(kind, applied, options);
        body.GetOrAddObject("metadata")["name"] = name;
        return body;
    }

    /// <summary>Applies a configuration to an existing object.</summary>
    public JsonObject Apply(ResourceKind kind, KubeObject current, string subresource, JsonObject configuration, RequestOptions options)
    {
        var type = schemas.Get(kind);
        AppliedConfiguration.Check(kind, current.Namespace, current.Name, type, configuration);
        var live = KindConversion.FromStorage(kind, current.Body);
        var applied = fields.Apply(
            type,
            live,
            configuration,
            CreateManager(kind, subresource, options),
            ObjectUpdates.GetIgnoredFields(kind, subresource),
            options.Force,
            schemas.CreateEmpty(kind)
        );
        var body = decoder.Decode(kind, applied, options);
        Defaulting.Defaults.Apply(kind, body, live);
        return body;
    }

    /// <exception cref="StatusException">The configuration contains managed fields or names another object.</exception>
    public static void CheckConfiguration(ResourceKind kind, string inNamespace, string name, JsonObject configuration)
    {
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

    private static FieldManagerIdentity CreateManager(ResourceKind kind, string subresource, RequestOptions options) =>
        new(options.FieldManager, FieldManagerIdentity.Apply, kind.ApiVersion, subresource);
}
