using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>A DaemonSet.</summary>
internal sealed class DaemonSet(KubeObject source) : ObjectView(source)
{
    /// <summary><c>spec.selector</c>.</summary>
    public LabelSelector? Selector { get; } = LabelSelector.FromJson(source.Spec.Map("selector"));

    /// <summary><c>spec.template</c>.</summary>
    public JsonObject Template { get; } = source.Spec.Map("template") ?? [];

    /// <summary>Whether pods are replaced only after a manual deletion.</summary>
    public bool UpdatesOnDelete { get; } = source.Spec.Text("updateStrategy", "type") == "OnDelete";

    /// <summary><c>spec.updateStrategy.rollingUpdate.maxUnavailable</c>.</summary>
    public IntOrPercent MaxUnavailable { get; } =
        IntOrPercent.FromJson(source.Spec.Node("updateStrategy", "rollingUpdate", "maxUnavailable")) ?? new IntOrPercent(1);

    /// <summary><c>spec.updateStrategy.rollingUpdate.maxSurge</c>.</summary>
    public IntOrPercent MaxSurge { get; } =
        IntOrPercent.FromJson(source.Spec.Node("updateStrategy", "rollingUpdate", "maxSurge")) ?? new IntOrPercent(0);

    /// <summary><c>spec.minReadySeconds</c>.</summary>
    public TimeSpan MinReady { get; } = TimeSpan.FromSeconds(source.Spec.Number("minReadySeconds") ?? 0);

    /// <summary><c>spec.revisionHistoryLimit</c>.</summary>
    public int RevisionHistoryLimit { get; } = (int)(source.Spec.Number("revisionHistoryLimit") ?? 10);
}
