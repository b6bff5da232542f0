using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>The target of an autoscaler.</summary>
/// <param name="Object">The scaled object.</param>
/// <param name="Selector">Selects its pods.</param>
internal sealed record ScaleTarget(KubeObject Object, LabelSelector Selector)
{
    private static readonly HashSet<GroupResource> Scalable =
    [
        GroupResource.Deployments,
        GroupResource.ReplicaSets,
        GroupResource.StatefulSets,
        GroupResource.ReplicationControllers,
    ];

    /// <summary><c>spec.replicas</c>.</summary>
    public int Replicas { get; } = (int)(Object.Spec.Number("replicas") ?? 1);

    /// <summary><c>status.replicas</c>, or the desired replicas while the status has none.</summary>
    public int StatusReplicas { get; } = (int)(Object.Status.Number("replicas") ?? Object.Spec.Number("replicas") ?? 1);

    /// <summary>Gets the target of a <c>scaleTargetRef</c>.</summary>
    /// <exception cref="StatusException">It does not exist, or cannot be scaled.</exception>
    public static ScaleTarget Get(IClusterClient client, string inNamespace, JsonObject reference)
    {
        var name = reference.Text("name") ?? "";
        var (group, kindName) = ((reference.Text("apiVersion") ?? "v1").Split('/'), reference.Text("kind") ?? "");
        if (client.Catalog.FindByKind(reference.Text("apiVersion") ?? "v1", kindName) is not { } kind)
        {
            throw new StatusException(
                404,
                StatusReason.NotFound,
                $"no matches for kind \"{kindName}\" in group \"{(group.Length > 1 ? group[0] : "")}\""
            );
        }

        if (!Scalable.Contains(kind.Resource))
        {
            throw new StatusException(404, StatusReason.NotFound, "the server could not find the requested resource");
        }

        var target = client.Get(kind.Resource, inNamespace, name);
        var selector =
            kind.Resource == GroupResource.ReplicationControllers
                ? LabelSelector.FromLabels(target.Spec.TextMap("selector"))
                : LabelSelector.FromJson(target.Spec.Map("selector")) ?? LabelSelector.Everything;
        return new ScaleTarget(target, selector);
    }

    /// <summary>Sets <c>spec.replicas</c>.</summary>
    public void Scale(IClusterClient client, int replicas) =>
        client.Patch(
            Object.Resource,
            Object.Namespace,
            Object.Name,
            new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }
        );
}
