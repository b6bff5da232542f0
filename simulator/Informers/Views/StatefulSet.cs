using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A StatefulSet.</summary>
internal sealed class StatefulSet(KubeObject source) : ObjectView(source)
{
    /// <summary><c>spec.replicas</c>.</summary>
    public int Replicas { get; } = (int)(source.Spec.Number("replicas") ?? 1);

    /// <summary>The ordinal of the first pod.</summary>
    public int Start { get; } = (int)(source.Spec.Number("ordinals", "start") ?? 0);

    /// <summary><c>spec.selector</c>.</summary>
    public LabelSelector? Selector { get; } = LabelSelector.FromJson(source.Spec.Map("selector"));

    /// <summary><c>spec.template</c>.</summary>
    public JsonObject Template { get; } = source.Spec.Map("template") ?? [];

    /// <summary>Whether pods are created and deleted in parallel instead of one by one.</summary>
    public bool IsParallel { get; } = source.Spec.Text("podManagementPolicy") == "Parallel";

    /// <summary>Whether pods are replaced only after a manual deletion.</summary>
    public bool UpdatesOnDelete { get; } = source.Spec.Text("updateStrategy", "type") == "OnDelete";

    /// <summary>Pods below this ordinal keep the old revision.</summary>
    public int Partition { get; } = (int)(source.Spec.Number("updateStrategy", "rollingUpdate", "partition") ?? 0);

    /// <summary><c>spec.minReadySeconds</c>.</summary>
    public TimeSpan MinReady { get; } = TimeSpan.FromSeconds(source.Spec.Number("minReadySeconds") ?? 0);

    /// <summary><c>spec.revisionHistoryLimit</c>.</summary>
    public int RevisionHistoryLimit { get; } = (int)(source.Spec.Number("revisionHistoryLimit") ?? 10);

    /// <summary><c>spec.volumeClaimTemplates</c>.</summary>
    public IEnumerable<JsonObject> ClaimTemplates => Source.Spec.Objects("volumeClaimTemplates");
}
