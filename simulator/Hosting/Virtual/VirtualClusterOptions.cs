using Infra.Simulator.Nodes.Pools;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>Options of a cluster under a virtual clock.</summary>
public sealed record VirtualClusterOptions
{
    /// <summary>The time at which the clock starts.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The seed of all random choices: the same seed gives the same run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The pools of nodes.</summary>
    public required IReadOnlyList<VirtualPool> Pools { get; init; }
}

/// <summary>A pool of nodes, which a cluster autoscaler scales if its minimum and maximum differ.</summary>
/// <param name="Pool">The pool and its size at the start.</param>
/// <param name="Min">The fewest nodes.</param>
/// <param name="Max">The most nodes.</param>
/// <param name="StartUp">From the decision to add a node until it is ready.</param>
public sealed record VirtualPool(NodePool Pool, int Min, int Max, TimeSpan StartUp);

/// <summary>An object that the cluster refuses.</summary>
/// <param name="Subject">The object: <c>Deployment shop/catalog</c>.</param>
/// <param name="Message">Why it is refused.</param>
/// <param name="IsUnknownKind">Whether the cluster does not know its kind.</param>
public sealed record RefusedObject(string Subject, string Message, bool IsUnknownKind);
