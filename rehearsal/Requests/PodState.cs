namespace Infra.Rehearsal.Requests;

/// <summary>What is remembered of a pod from step to step.</summary>
internal sealed class PodState
{
    /// <summary>The pod in this step.</summary>
    public required PodCapacity Pod { get; set; }

    /// <summary>Its node, once it has worked there; null before.</summary>
    public NodeShares.Node? Node { get; set; }

    /// <summary>The step in which it was there last.</summary>
    public long Step { get; set; }

    /// <summary>The requests at it.</summary>
    public double Number { get; set; }

    /// <summary>The cores that requests used in the last step.</summary>
    public double Cores { get; set; }

    /// <summary>The part of its service's connections; null before its first.</summary>
    public double? Connections { get; set; }

    /// <summary>The pods of its kind in this step.</summary>
    public PodGroup? Group { get; set; }
}
