using System.Text.Json.Nodes;

namespace Infra.Rehearsal.Stacks;

/// <summary>What a stack would deploy to a cluster.</summary>
public sealed record StackObjects
{
    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The Kubernetes objects, in an order in which they can be created. The values of Secrets do not matter.</summary>
    public required IReadOnlyList<JsonObject> Objects { get; init; }

    /// <summary>The services, in the order of the catalogue, stores included.</summary>
    public required IReadOnlyList<StackService> Services { get; init; }
}

/// <summary>A service of a stack and the workload that runs it.</summary>
public sealed record StackService
{
    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace of its objects.</summary>
    public required string Namespace { get; init; }

    /// <summary>The kind of its workload: <c>Deployment</c>, <c>StatefulSet</c>, <c>DaemonSet</c>, <c>Job</c> or <c>CronJob</c>.</summary>
    public required string WorkloadKind { get; init; }

    /// <summary>
    /// The names of its workloads and the shares of the requests that each receives, together 1: one, or one for each version.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Workloads { get; init; }

    /// <summary>Whether requests from outside may reach it.</summary>
    public bool IsExposed { get; init; }

    /// <summary>The counter of its requests; null if it has no metrics.</summary>
    public string? RequestsMetric { get; init; }

    /// <summary>The histogram of its durations, without suffix; null if it has no metrics.</summary>
    public string? DurationMetric { get; init; }
}
