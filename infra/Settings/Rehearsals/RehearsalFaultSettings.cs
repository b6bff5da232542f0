using System.Collections.Immutable;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings.Rehearsals;

/// <summary>Something that breaks, or is done to the cluster: one of <c>lose</c>, <c>drain</c>, <c>kill</c> and <c>deploy</c>.</summary>
internal sealed record RehearsalFaultSettings
{
    /// <summary>When, from the start.</summary>
    /// <remarks>When the fault begins.</remarks>
    /// <example>{at: 30m, lose: zone b, for: 20m}</example>
    public required TimeSpan At { get; init; }

    /// <summary>What stops: a zone, or a number of nodes, of a pool if it is named. Nodes with most pods of services are chosen.</summary>
    /// <value>nothing</value>
    /// <remarks>The nodes stop with their containers.</remarks>
    /// <example>{at: 30m, lose: 2 nodes of general}</example>
    public FaultTarget? Lose { get; init; }

    /// <summary>What is drained, one node after the other: a number of nodes, of a pool if it is named, or a zone.</summary>
    /// <value>nothing</value>
    /// <remarks>Pods are evicted, as far as disruption budgets allow it.</remarks>
    /// <example>{at: 55m, drain: 2 nodes}</example>
    public FaultTarget? Drain { get; init; }

    /// <summary>How many pods of services are killed, by service.</summary>
    /// <value>none</value>
    /// <remarks>Their containers end with exit code 137 and start again.</remarks>
    /// <example>{at: 10m, kill: {catalog: 2}}</example>
    public IReadOnlyDictionary<string, int> Kill { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>
    /// Tags of images that are deployed, by service. The entry <c>fails</c> says what is wrong with them: readiness, crash, image or
    /// errors; the entry <c>rollBack</c> after how long the former tag is deployed again.
    /// </summary>
    /// <value>nothing</value>
    /// <remarks>A rollout of the service's workload.</remarks>
    /// <example>{at: 65m, deploy: {catalog: "1.5.0", fails: readiness, rollBack: 10m}}</example>
    public IReadOnlyDictionary<string, string> Deploy { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How long it lasts.</summary>
    /// <value>until the end</value>
    /// <remarks>When lost or drained nodes come back.</remarks>
    /// <example>{at: 30m, lose: zone b, for: 20m}</example>
    public TimeSpan? For { get; init; }
}
