using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A Service.</summary>
internal sealed class Service(KubeObject source) : ObjectView(source)
{
    /// <summary>The selector of its pods; null for a Service without one.</summary>
    public LabelSelector? Selector { get; } =
        source.Spec.Text("type") != "ExternalName" && source.Spec.TextMap("selector") is { Count: > 0 } labels
            ? LabelSelector.FromLabels(labels)
            : null;

    /// <summary>Whether <c>spec.clusterIP</c> is <c>None</c>.</summary>
    public bool IsHeadless { get; } = source.Spec.Text("clusterIP") == "None";

    /// <summary>Whether <c>spec.selector</c> is set, whatever the type.</summary>
    public bool HasSelector { get; } = source.Spec.Map("selector") is { Count: > 0 };

    /// <summary>Whether it has an address of its own: a headless Service and one of type ExternalName have none.</summary>
    public bool HasClusterIP { get; } = source.Spec.Text("clusterIP") is { Length: > 0 } and not "None";

    /// <summary><c>spec.publishNotReadyAddresses</c>.</summary>
    public bool PublishesNotReady { get; } = source.Spec.Flag("publishNotReadyAddresses");

    /// <summary><c>spec.type</c>.</summary>
    public string Type { get; } = source.Spec.Text("type") ?? "ClusterIP";
}
