using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A ReplicaSet or its predecessor, a ReplicationController, whose selector has labels only.</summary>
internal sealed class ReplicaSet(KubeObject source) : ObjectView(source)
{
    /// <summary><c>spec.replicas</c>.</summary>
    public int Replicas { get; } = (int)(source.Spec.Number("replicas") ?? 1);

    /// <summary><c>spec.minReadySeconds</c>.</summary>
    public TimeSpan MinReady { get; } = TimeSpan.FromSeconds(source.Spec.Number("minReadySeconds") ?? 0);

    /// <summary><c>spec.selector</c>; null selects nothing.</summary>
    public LabelSelector? Selector { get; } =
        source.Resource == GroupResource.ReplicationControllers
            ? LabelSelector.FromLabels(source.Spec.TextMap("selector"))
            : LabelSelector.FromJson(source.Spec.Map("selector"));

    /// <summary><c>spec.template</c>.</summary>
    public JsonObject Template { get; } = source.Spec.Map("template") ?? [];

    /// <summary><c>status.replicas</c>.</summary>
    public int ActualReplicas { get; } = (int)(source.Status.Number("replicas") ?? 0);

    /// <summary><c>status.readyReplicas</c>.</summary>
    public int ReadyReplicas { get; } = (int)(source.Status.Number("readyReplicas") ?? 0);

    /// <summary><c>status.availableReplicas</c>.</summary>
    public int AvailableReplicas { get; } = (int)(source.Status.Number("availableReplicas") ?? 0);

    /// <summary><c>status.terminatingReplicas</c>; null until it is reported.</summary>
    public int? TerminatingReplicas { get; } = (int?)source.Status.Number("terminatingReplicas");

    /// <summary><c>status.observedGeneration</c>.</summary>
    public long ObservedGeneration { get; } = source.Status.Number("observedGeneration") ?? 0;
}
