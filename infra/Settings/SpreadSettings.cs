using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>
/// A rule for spreading the pods of a service (https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/).
/// </summary>
internal sealed record SpreadSettings
{
    /// <summary>The label of nodes over whose values the pods are spread.</summary>
    /// <remarks>The constraint's <c>topologyKey</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone}]</example>
    public required string Topology { get; init; }

    /// <summary>The largest difference between the numbers of pods of two values.</summary>
    /// <value>1</value>
    /// <remarks>The constraint's <c>maxSkew</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone, maxSkew: 2}]</example>
    [Range(1, 1000)]
    public int MaxSkew { get; init; } = 1;

    /// <summary>What happens to a pod that would exceed the difference everywhere.</summary>
    /// <value>scheduleAnyway</value>
    /// <remarks>The constraint's <c>whenUnsatisfiable</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone, whenUnsatisfiable: doNotSchedule}]</example>
    public Unsatisfiable WhenUnsatisfiable { get; init; } = Unsatisfiable.ScheduleAnyway;

    /// <summary>The number of values there should be. With fewer, a missing one counts as a value without pods.</summary>
    /// <value>1</value>
    /// <remarks>The constraint's <c>minDomains</c>, only with <c>whenUnsatisfiable: doNotSchedule</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone, whenUnsatisfiable: doNotSchedule, minDomains: 3}]</example>
    [Range(1, 1000)]
    public int? MinDomains { get; init; }

    /// <summary>Whether nodes that the affinity and the node selector of the pods exclude are left out.</summary>
    /// <value>honor</value>
    /// <remarks>The constraint's <c>nodeAffinityPolicy</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone, nodeAffinityPolicy: ignore}]</example>
    public NodeInclusion? NodeAffinityPolicy { get; init; }

    /// <summary>Whether nodes with taints that the pods do not tolerate are left out.</summary>
    /// <value>ignore</value>
    /// <remarks>The constraint's <c>nodeTaintsPolicy</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone, nodeTaintsPolicy: honor}]</example>
    public NodeInclusion? NodeTaintsPolicy { get; init; }

    /// <summary>The labels by which only pods with the value of the new pod count.</summary>
    /// <value>the label with the revision, so that pods of older revisions do not count; none for jobs and cron services</value>
    /// <remarks>The constraint's <c>matchLabelKeys</c>.</remarks>
    /// <example>spread: [{topology: topology.kubernetes.io/zone, matchLabelKeys: []}]</example>
    public ImmutableArray<string>? MatchLabelKeys { get; init; }
}

/// <summary>What happens to a pod that no node suits.</summary>
internal enum Unsatisfiable
{
    /// <summary>It is scheduled where it is least uneven.</summary>
    ScheduleAnyway,

    /// <summary>It stays unscheduled.</summary>
    DoNotSchedule,
}

/// <summary>Whether nodes that a pod cannot use are left out.</summary>
internal enum NodeInclusion
{
    /// <summary>They are left out.</summary>
    Honor,

    /// <summary>They are counted.</summary>
    Ignore,
}
