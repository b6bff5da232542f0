using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>A version of a node of a virtual cluster.</summary>
public sealed class VirtualNode
{
    private const double Milli = 1000;

    internal VirtualNode(Node node)
    {
        Source = node.Source;
        Zone = node.Zone;
        IsReady = node.IsReady;
        IsUnschedulable = node.IsUnschedulable;
        var allocatable = Resources.FromJson(node.Source.Status.Map("allocatable"));
        (Cores, Memory) = (allocatable.MilliCpu / Milli, allocatable.Memory);
    }

    /// <summary>The node as stored.</summary>
    public KubeObject Source { get; }

    /// <summary>Its name.</summary>
    public string Name => Source.Name;

    /// <summary>Its UID.</summary>
    public string Uid => Source.Uid;

    /// <summary>Its pool.</summary>
    public string Pool => Source.Labels.GetValueOrDefault(NodePool.Label) ?? NodePool.Initial;

    /// <summary>Its zone; null for none.</summary>
    public string? Zone { get; }

    /// <summary>Whether its condition <c>Ready</c> is true. A lost node is ready until that is noticed.</summary>
    public bool IsReady { get; }

    /// <summary>Whether it is cordoned.</summary>
    public bool IsUnschedulable { get; }

    /// <summary>Its allocatable cores.</summary>
    public double Cores { get; }

    /// <summary>Its allocatable bytes of memory.</summary>
    public double Memory { get; }
}
