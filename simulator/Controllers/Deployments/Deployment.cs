using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>A Deployment.</summary>
internal sealed class Deployment(KubeObject source) : ObjectView(source)
{
    /// <summary><c>spec.replicas</c>.</summary>
    public int Replicas { get; } = (int)(source.Spec.Number("replicas") ?? 1);

    /// <summary><c>spec.selector</c>.</summary>
    public LabelSelector? Selector { get; } = LabelSelector.FromJson(source.Spec.Map("selector"));

    /// <summary><c>spec.template</c>.</summary>
    public JsonObject Template { get; } = source.Spec.Map("template") ?? [];

    /// <summary>Whether <c>spec.strategy.type</c> is <c>Recreate</c>.</summary>
    public bool IsRecreate { get; } = source.Spec.Text("strategy", "type") == "Recreate";

    /// <summary><c>spec.paused</c>.</summary>
    public bool IsPaused { get; } = source.Spec.Flag("paused");

    /// <summary><c>spec.minReadySeconds</c>.</summary>
    public long MinReadySeconds { get; } = source.Spec.Number("minReadySeconds") ?? 0;

    /// <summary><c>spec.revisionHistoryLimit</c>.</summary>
    public long RevisionHistoryLimit { get; } = source.Spec.Number("revisionHistoryLimit") ?? 10;

    /// <summary><c>spec.progressDeadlineSeconds</c>; null for none, which Kubernetes represents as the maximum int32.</summary>
    public TimeSpan? ProgressDeadline { get; } =
        (source.Spec.Number("progressDeadlineSeconds") ?? 600) is var seconds and not int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary><c>status.collisionCount</c>.</summary>
    public int? CollisionCount { get; } = (int?)source.Status.Number("collisionCount");

    /// <summary>The limits of a rolling update.</summary>
    public RolloutBounds Bounds { get; } =
        source.Spec.Text("strategy", "type") == "Recreate"
            ? new RolloutBounds((int)(source.Spec.Number("replicas") ?? 1), 0, 0)
            : RolloutBounds.Resolve(
                (int)(source.Spec.Number("replicas") ?? 1),
                IntOrPercent.FromJson(source.Spec.Node("strategy", "rollingUpdate", "maxSurge")) ?? new IntOrPercent(25, IsPercent: true),
                IntOrPercent.FromJson(source.Spec.Node("strategy", "rollingUpdate", "maxUnavailable"))
                    ?? new IntOrPercent(25, IsPercent: true)
            );
}
