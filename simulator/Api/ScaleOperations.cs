using System.Text.Json.Nodes;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Api.Printing;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Reads and writes the scale subresource.</summary>
internal sealed class ScaleOperations
{
    private static readonly ResourceKind _scaleKind = new("autoscaling", "v1", "Scale", "scales", true)
    {
        Definition = "io.k8s.api.autoscaling.v1.Scale",
    };

    private readonly ClusterApi _api;
    private readonly KindSchemas _schemas;
    private readonly RequestObjectDecoder _decoder;
    private readonly FieldManagement _fields;
    private readonly PatchApplication _patches;

    public ScaleOperations(ClusterApi api)
    {
        _api = api;
        _schemas = new KindSchemas(api.Catalog.Schema);
        _decoder = new RequestObjectDecoder(_schemas, api.Catalog);
        _fields = new FieldManagement(api.Time);
        _patches = new PatchApplication(_schemas, api.Catalog, _decoder, _fields);
    }

    public JsonObject Get(ResourceKind kind, string inNamespace, string name) => CreateScale(kind, _api.Get(kind, inNamespace, name));

    public JsonObject Replace(ResourceKind kind, string inNamespace, string name, JsonObject body, RequestOptions options)
    {
        var incoming = _decoder.Decode(_scaleKind, body, options);
        RequestPreconditions.CheckNamespace(_scaleKind, incoming, inNamespace);
        RequestPreconditions.CheckName(incoming, name);
        return Write(kind, inNamespace, name, (_, scale) => RecordUpdate(scale, incoming.Clone(), options), options);
    }

    public JsonObject Patch(ResourceKind kind, string inNamespace, string name, Patch patch, RequestOptions options)
    {
        if (patch.Type != PatchType.Apply)
        {
            return Write(kind, inNamespace, name, ApplyPatch, options);
        }

        var configuration = patch.GetObject(options.FieldValidation);
        PatchApplication.CheckConfiguration(_scaleKind, configuration);
        return Write(kind, inNamespace, name, ApplyConfiguration, options);

        JsonObject ApplyConfiguration(KubeObject current, JsonObject scale)
        {
            var applied = _patches.Apply(_scaleKind, ToObject(current, scale), "scale", configuration, options);
            RequestPreconditions.CheckNamespace(_scaleKind, applied, inNamespace);
            RequestPreconditions.CheckName(applied, name);
            return applied;
        }

        JsonObject ApplyPatch(KubeObject current, JsonObject scale)
        {
            var patched = _patches.Patch(_scaleKind, ToObject(current, scale), patch, options);
            RequestPreconditions.CheckNamespace(_scaleKind, patched, inNamespace);
            RequestPreconditions.CheckName(patched, name);
            return RecordUpdate(scale, patched, options);
        }
    }

    private static KubeObject ToObject(KubeObject current, JsonObject scale) => new(_scaleKind.Resource, scale, current.Version);

    private JsonObject RecordUpdate(JsonObject live, JsonObject changed, RequestOptions options)
    {
        var manager = new FieldManagerIdentity(options.FieldManager, FieldManagerIdentity.Update, _scaleKind.ApiVersion, "scale");
        var metadata = changed.GetOrAddObject("metadata");
        metadata["creationTimestamp"] = live.Map("metadata")?["creationTimestamp"]?.DeepClone();
        changed["status"] = live["status"]?.DeepClone();
        _fields.RecordUpdate(new FieldVersions(_schemas, catalog: null, _scaleKind, new FieldSet()), live, changed, manager, isNew: false);
        return changed;
    }

    private JsonObject Write(
        ResourceKind kind,
        string inNamespace,
        string name,
        Func<KubeObject, JsonObject, JsonObject> change,
        RequestOptions options
    ) => CreateScale(kind, _api.Update(kind, inNamespace, name, "scale", current => ApplyScale(kind, current, change), options));

    private static JsonObject ApplyScale(ResourceKind kind, KubeObject current, Func<KubeObject, JsonObject, JsonObject> change)
    {
        var path = GetPath(kind, "specReplicasPath", "spec.replicas");
        var translation = new ScaleFields(kind.ApiVersion, path);
        var managed = ManagedFields.FromJson(current.Metadata.Array("managedFields"));
        var live = CreateScale(kind, current);
        if (translation.ToScale(managed) is { } ofScale)
        {
            live.Map("metadata")!["managedFields"] = ofScale;
        }

        var scale = change(current, live);
        RequestPreconditions.CheckUid(kind, current, scale.Text("metadata", "uid"));
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            throw FieldError.CreateException(
                "autoscaling",
                "Scale",
                current.Name,
                [FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0")]
            );
        }

        var body = current.Copy();
        var container = path[..^1].Aggregate(body, (node, key) => node.GetOrAddObject(key));
        container[path[^1]] = replicas;
        var metadata = body.Map("metadata")!;
        metadata.Remove("managedFields");
        if (translation.ToObject(managed, ManagedFields.FromJson(scale.Array("metadata", "managedFields"))) is { } ofObject)
        {
            metadata["managedFields"] = ofObject;
        }

        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version)
        {
            metadata["resourceVersion"] = version;
        }

        return body;
    }

    private static JsonObject CreateScale(ResourceKind kind, KubeObject item)
    {
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (item.Metadata[field] is { } value)
            {
                metadata[field] = value.DeepClone();
            }
        }
        var status = new JsonObject { ["replicas"] = item.Body.Number(GetPath(kind, "statusReplicasPath", "status.replicas")) ?? 0 };
        if (FindSelector(kind, item) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        var spec = new JsonObject();
        if (item.Body.Number(GetPath(kind, "specReplicasPath", "spec.replicas")) is { } replicas && replicas != 0)
        {
            spec["replicas"] = replicas;
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = status,
        };
    }

    private static string? FindSelector(ResourceKind kind, KubeObject item)
    {
        if (kind.Custom is { } custom)
        {
            return custom.Scale.Text("labelSelectorPath") is { } path ? item.Body.Text(path.Trim('.').Split('.')) : null;
        }

        var selector =
            kind.StoredAs == GroupResource.ReplicationControllers
                ? Cells.FormatLabels(item.Spec.Map("selector"))
                : Cells.FormatSelector(item.Spec.Map("selector"));
        return selector == Cells.None ? null : selector;
    }

    private static string[] GetPath(ResourceKind kind, string field, string builtIn) =>
        (kind.Custom?.Scale.Text(field) ?? builtIn).Trim('.').Split('.');
}
