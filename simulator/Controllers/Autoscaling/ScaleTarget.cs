using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>The target of an autoscaler.</summary>
/// <param name="Object">The scaled object.</param>
/// <param name="Selector">Selects its pods; null if a custom resource does not tell its selector.</param>
/// <param name="Paths">Where the object has the fields of its scale.</param>
internal sealed record ScaleTarget(KubeObject Object, LabelSelector? Selector, ScalePaths Paths)
{
    private static readonly HashSet<GroupResource> Scalable =
    [
        GroupResource.Deployments,
        GroupResource.ReplicaSets,
        GroupResource.StatefulSets,
        GroupResource.ReplicationControllers,
    ];

    /// <summary>Why the selector of a custom resource cannot be read; null if it can, or if there is none.</summary>
    public string? SelectorProblem { get; private init; }

    /// <summary>The desired replicas.</summary>
    public int Replicas { get; } = (int)(Object.Body.Number(Paths.Replicas) ?? Paths.Default);

    /// <summary>The replicas of the status, or the desired ones while the status has none.</summary>
    public int StatusReplicas { get; } =
        (int)(Object.Body.Number(Paths.StatusReplicas) ?? Object.Body.Number(Paths.Replicas) ?? Paths.Default);

    /// <summary>Gets the target of a <c>scaleTargetRef</c>.</summary>
    /// <param name="client">Finds it.</param>
    /// <param name="inNamespace">Its namespace.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="known">The target that was read before, which is returned unless the object has changed; null for none.</param>
    /// <exception cref="StatusException">It does not exist, or cannot be scaled.</exception>
    public static ScaleTarget Get(IClusterClient client, string inNamespace, JsonObject reference, ScaleTarget? known)
    {
        var name = reference.Text("name") ?? "";
        var kind = FindKind(client, reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "");
        if (kind.Custom?.Scale is { } scale)
        {
            return CreateCustom(client.Get(kind.StoredAs, inNamespace, name), scale);
        }

        if (!Scalable.Contains(kind.Resource))
        {
            throw new StatusException(404, StatusReason.NotFound, "the server could not find the requested resource");
        }

        var target = client.Find(kind.Resource, inNamespace, name) ?? throw CreateNotFound(kind.Resource, name);
        if (known is not null && ReferenceEquals(target, known.Object))
        {
            return known;
        }

        var selector =
            kind.Resource == GroupResource.ReplicationControllers
                ? LabelSelector.FromLabels(target.Spec.TextMap("selector"))
                : LabelSelector.FromJson(target.Spec.Map("selector")) ?? LabelSelector.Everything;
        return new ScaleTarget(target, selector, ScalePaths.BuiltIn);
    }

    /// <summary>Sets the desired replicas.</summary>
    public void Scale(IClusterClient client, int replicas)
    {
        JsonNode patch = JsonValue.Create(replicas);
        foreach (var field in Paths.Replicas.Reverse())
        {
            patch = new JsonObject { [field] = patch };
        }

        client.Patch(Object.Resource, Object.Namespace, Object.Name, (JsonObject)patch);
    }

    // The group and the kind name the target, in whatever version it is served.
    private static ResourceKind FindKind(IClusterClient client, string apiVersion, string kind)
    {
        var group = apiVersion.Split('/') is [var name, _] ? name : "";
        return client.Catalog.FindByKind(apiVersion, kind)
            ?? client.Catalog.Kinds.FirstOrDefault(one => one.Group == group && one.Kind == kind && one.Custom is not { IsServed: false })
            ?? throw new StatusException(404, StatusReason.NotFound, $"no matches for kind \"{kind}\" in group \"{group}\"");
    }

    // Most scale subresources name themselves in this message; a StatefulSet's passes on that of the object.
    private static StatusException CreateNotFound(GroupResource resource, string name)
    {
        var missing =
            resource == GroupResource.StatefulSets ? $"{resource}"
            : resource == GroupResource.ReplicationControllers ? $"{resource.Resource}/scale.autoscaling"
            : $"{resource.Resource}/scale.{resource.Group}";
        return new StatusException(404, StatusReason.NotFound, $"{missing} \"{name}\" not found");
    }

    private static ScaleTarget CreateCustom(KubeObject target, JsonObject scale)
    {
        var selector = scale.Text("labelSelectorPath") is { } path ? target.Body.Text(ScalePaths.Split(path)) : null;
        var paths = ScalePaths.FromJson(scale);
        try
        {
            return new ScaleTarget(target, string.IsNullOrEmpty(selector) ? null : LabelSelector.Parse(selector), paths);
        }
        catch (FormatException invalid)
        {
            return new ScaleTarget(target, null, paths) { SelectorProblem = invalid.Message };
        }
    }
}
