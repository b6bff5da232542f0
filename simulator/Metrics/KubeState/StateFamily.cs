using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>A metric family of kube-state-metrics.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">Its description.</param>
/// <param name="Write">Writes the samples of an object.</param>
internal sealed record StateFamily(string Name, string Help, Action<KubeObject, StateSamples> Write)
{
    /// <summary>Its type.</summary>
    public MetricType Type { get; init; } = MetricType.Gauge;
}

/// <summary>The metric families of a resource type.</summary>
/// <param name="Resource">The resource type.</param>
/// <param name="Label">The label that has the object's name; an object of a namespace has the label <c>namespace</c> too.</param>
/// <param name="Families">The families.</param>
internal sealed record StateResource(GroupResource Resource, string Label, IReadOnlyList<StateFamily> Families)
{
    /// <summary>Whether the objects have the label <c>uid</c>.</summary>
    public bool HasUid { get; init; }

    /// <summary>Encodes the labels that identify an object.</summary>
    public byte[] Identify(KubeObject found)
    {
        (string, string)[] labels =
            found.Namespace.Length > 0 ? [("namespace", found.Namespace), (Label, found.Name)] : [(Label, found.Name)];
        return MetricsWriter.Encode(HasUid ? [.. labels, ("uid", found.Uid)] : labels);
    }
}

/// <summary>Takes the samples of one object.</summary>
internal sealed class StateSamples(MetricsWriter writer)
{
    /// <summary>The labels that identify the object.</summary>
    public byte[] Identity { get; set; } = [];

    /// <summary>Adds a sample.</summary>
    public void Add(double value, params ReadOnlySpan<(string Name, string Value)> labels) => writer.Sample([], Identity, value, labels);

    /// <summary>Adds a sample of value 1 with labels.</summary>
    public void Info(params ReadOnlySpan<(string Name, string Value)> labels) => writer.Sample([], Identity, 1, labels);
}
