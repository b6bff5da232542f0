using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A Service, as controllers see it.</summary>
internal sealed class Service(KubeObject source) : ObjectView(source)
{
    /// <summary>The pods behind it; null where it selects none by itself.</summary>
    public LabelSelector? Selector { get; } =
        source.Spec.Text("type") != "ExternalName" && source.Spec.TextMap("selector") is { Count: > 0 } labels ? LabelSelector.FromMap(labels) : null;

    /// <summary>Whether it has no address of its own.</summary>
    public bool IsHeadless { get; } = source.Spec.Text("clusterIP") == "None";

    /// <summary>Whether pods that are not ready count as ready.</summary>
    public bool PublishesNotReady { get; } = source.Spec.Flag("publishNotReadyAddresses");

    /// <summary><c>spec.type</c>.</summary>
    public string Type { get; } = source.Spec.Text("type") ?? "ClusterIP";
}
