using System.Text.Json.Nodes;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Api.Printing;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Reads and writes the scale subresource.</summary>
internal sealed class ScaleOperations(ClusterApi api)
{
    public JsonObject Get(ResourceKind kind, string inNamespace, string name) => CreateScale(kind, api.Get(kind, inNamespace, name));

    public JsonObject Replace(ResourceKind kind, string inNamespace, string name, JsonObject scale, RequestOptions options) =>
        Write(kind, inNamespace, name, _ => scale, options);

    public JsonObject Patch(ResourceKind kind, string inNamespace, string name, Patch patch, RequestOptions options) =>
        Write(kind, inNamespace, name, current => ApplyPatch(CreateScale(kind, current), patch), options);

    private static JsonObject ApplyPatch(JsonObject scale, Patch patch) =>
        patch.Type switch
        {
            PatchType.Json => SharedPatches.ApplyJson(scale, patch.GetOperations(FieldValidation.Warn)) as JsonObject ?? [],
            _ => MergePatch.Apply(scale, patch.GetObject(FieldValidation.Warn)),
        };

    private JsonObject Write(
        ResourceKind kind,
        string inNamespace,
        string name,
        Func<KubeObject, JsonObject> scale,
        RequestOptions options
    ) => CreateScale(kind, api.Update(kind, inNamespace, name, "scale", current => ApplyScale(kind, current, scale(current)), options));

    private static JsonObject ApplyScale(ResourceKind kind, KubeObject current, JsonObject scale)
    {
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
        var path = GetPath(kind, "specReplicasPath", "spec.replicas");
        var container = path[..^1].Aggregate(body, (node, key) => node.GetOrAddObject(key));
        container[path[^1]] = replicas;
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version)
        {
            body.Map("metadata")!["resourceVersion"] = version;
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
