using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Plans;

/// <summary>What is rehearsed: a scenario with every value resolved. Times count from its start.</summary>
public sealed record RehearsalPlan
{
    /// <summary>The name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>How long it is.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The seed of all random choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How often a request may pass through the same service; null if services call each other without a cycle.</summary>
    public int? CallDepth { get; init; }

    /// <summary>The pools of nodes.</summary>
    public required IReadOnlyList<PoolPlan> Pools { get; init; }

    /// <summary>The services that take part in requests.</summary>
    public required IReadOnlyList<ServiceLoadPlan> Services { get; init; }

    /// <summary>The load from outside.</summary>
    public IReadOnlyList<LoadPlan> Loads { get; init; } = [];

    /// <summary>What breaks, by time.</summary>
    public IReadOnlyList<FaultPlan> Faults { get; init; } = [];

    /// <summary>What must hold.</summary>
    public IReadOnlyList<Expectation> Expectations { get; init; } = [];

    /// <summary>Where the numbers come from.</summary>
    public IReadOnlyList<Assumption> Assumptions { get; init; } = [];
}

/// <summary>A pool of nodes.</summary>
public sealed record PoolPlan
{
    /// <summary>The pool's name.</summary>
    public required string Name { get; init; }

    /// <summary>The cores that pods may request on a node: its allocatable.</summary>
    public required double Cores { get; init; }

    /// <summary>The bytes of memory that pods may request on a node.</summary>
    public required double Memory { get; init; }

    /// <summary>The most pods on a node.</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>The number of nodes at the start.</summary>
    public required int Initial { get; init; }

    /// <summary>The fewest nodes.</summary>
    public required int Min { get; init; }

    /// <summary>The most nodes. A pool whose minimum is its maximum is not scaled.</summary>
    public required int Max { get; init; }

    /// <summary>The zones of the nodes, in turn; empty for nodes without a zone.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Further labels of the nodes.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Taints of the nodes as in <c>kubectl taint</c>: <c>KEY=VALUE:EFFECT</c>.</summary>
    public IReadOnlyList<string> Taints { get; init; } = [];

    /// <summary>The handlers of runtime classes that the nodes have; null for all.</summary>
    public IReadOnlyList<string>? Runtimes { get; init; }

    /// <summary>The price of a node for an hour; null if it is not known.</summary>
    public double? Price { get; init; }

    /// <summary>From the decision to add a node until it is ready.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromSeconds(90);
}

/// <summary>A service in the load of a rehearsal.</summary>
public sealed record ServiceLoadPlan
{
    /// <summary>What it does with a request.</summary>
    public required ServiceBehaviour Behaviour { get; init; }

    /// <summary>From the start of its container until it answers.</summary>
    public TimeSpan StartUp { get; init; }

    /// <summary>The cores that a pod uses while it starts.</summary>
    public double StartUpCpu { get; init; }

    /// <summary>The cores that a pod uses without requests.</summary>
    public double IdleCpu { get; init; }

    /// <summary>The bytes of memory that a pod uses without requests.</summary>
    public double IdleMemory { get; init; }

    /// <summary>The bytes of memory that each request in progress adds.</summary>
    public double RequestMemory { get; init; }

    /// <summary>How long the image takes to be pulled to a node that does not have it.</summary>
    public TimeSpan ImagePull { get; init; }

    /// <summary>
    /// How soon the load balancer before it notices by its own health checks that a pod no longer answers; null if only the cluster does.
    /// </summary>
    public TimeSpan? Detection { get; init; }
}

/// <summary>Load on a service from outside.</summary>
/// <param name="Service">The service.</param>
/// <param name="Rate">Requests per second by time, from the first point to the last; linear between two points.</param>
/// <param name="Client">How the clients behave.</param>
public sealed record LoadPlan(string Service, IReadOnlyList<RatePoint> Rate, ClientBehaviour Client)
{
    /// <summary>The rate at a time: that of the first point before it, and that of the last point after it.</summary>
    public double RateAt(TimeSpan at)
    {
        if (Rate.Count == 0)
        {
            return 0;
        }

        var next = 0;
        while (next < Rate.Count && Rate[next].At <= at)
        {
            next++;
        }

        if (next == 0)
        {
            return Rate[0].PerSecond;
        }

        var before = Rate[next - 1];
        if (next == Rate.Count)
        {
            return before.PerSecond;
        }

        var after = Rate[next];
        return before.PerSecond + (after.PerSecond - before.PerSecond) * ((at - before.At) / (after.At - before.At));
    }
}

/// <summary>A point of a rate over time.</summary>
/// <param name="At">The time.</param>
/// <param name="PerSecond">The requests per second.</param>
public sealed record RatePoint(TimeSpan At, double PerSecond);
