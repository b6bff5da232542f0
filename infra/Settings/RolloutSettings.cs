using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>How pods are replaced when a service changes.</summary>
[ShortForm(nameof(Strategy), KeepsPath = true)]
internal sealed record RolloutSettings
{
    /// <summary>The order in which pods are replaced.</summary>
    /// <value>rollingUpdate; recreate for a service or worker with a volume that only one node or pod may mount</value>
    /// <remarks>The <c>type</c> of the workload's strategy.</remarks>
    /// <example>rollout: recreate</example>
    public RolloutStrategy? Strategy { get; init; }

    /// <summary>How many pods, as a number or percentage, there may be above the desired replicas.</summary>
    /// <value>25% for a service or worker, 0 for a daemon</value>
    /// <remarks>The <c>rollingUpdate.maxSurge</c>, which the namespace's quota counts. Stateful services have none.</remarks>
    /// <example>rollout: {maxSurge: 1}</example>
    public IntOrPercent? MaxSurge { get; init; }

    /// <summary>How many pods, as a number or percentage, may be missing.</summary>
    /// <value>0 for a service or worker, 10% for a daemon, 1 for a stateful service</value>
    /// <remarks>
    /// The <c>rollingUpdate.maxUnavailable</c>. For a stateful service it has an effect from Kubernetes 1.35 on.
    /// </remarks>
    /// <example>rollout: {maxSurge: 0, maxUnavailable: 1}</example>
    public IntOrPercent? MaxUnavailable { get; init; }

    /// <summary>How long a new pod must be ready before it counts as available.</summary>
    /// <value>0s</value>
    /// <remarks>The workload's <c>minReadySeconds</c>.</remarks>
    /// <example>rollout: {minReady: 30s}</example>
    public TimeSpan? MinReady { get; init; }

    /// <summary>How long a rollout may make no progress before it counts as failed.</summary>
    /// <value>10m</value>
    /// <remarks>The <c>progressDeadlineSeconds</c> of the Deployment of a service or worker.</remarks>
    /// <example>rollout: {deadline: 30m}</example>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How many earlier revisions are kept for a rollback.</summary>
    /// <value>5</value>
    /// <remarks>The workload's <c>revisionHistoryLimit</c>.</remarks>
    /// <example>rollout: {history: 2}</example>
    [Range(0, 1000)]
    public int History { get; init; } = 5;

    /// <summary>The lowest number of a stateful service's pod that is replaced; pods below it keep the earlier revision.</summary>
    /// <value>0: all pods</value>
    /// <remarks>The StatefulSet's <c>rollingUpdate.partition</c>.</remarks>
    /// <example>rollout: {partition: 2}</example>
    [Range(0, 1000)]
    public int? Partition { get; init; }
}

/// <summary>Orders in which pods are replaced.</summary>
internal enum RolloutStrategy
{
    /// <summary>A few at a time.</summary>
    RollingUpdate,

    /// <summary>All old pods terminate before new ones start (service and worker).</summary>
    Recreate,

    /// <summary>A pod is replaced when it is deleted (stateful service and daemon).</summary>
    OnDelete,
}

/// <summary>How many pods may be evicted at the same time.</summary>
internal sealed record DisruptionBudgetSettings
{
    /// <summary>How many pods, as a number or percentage, may be unavailable after an eviction.</summary>
    /// <value>a quarter of the minimum pods, but at least one</value>
    /// <remarks>The PodDisruptionBudget's <c>maxUnavailable</c>.</remarks>
    /// <example>disruptionBudget: {maxUnavailable: 50%}</example>
    public IntOrPercent? MaxUnavailable { get; init; }

    /// <summary>How many pods, as a number or percentage, must stay available, instead of <c>maxUnavailable</c>.</summary>
    /// <value>none</value>
    /// <remarks>The PodDisruptionBudget's <c>minAvailable</c>.</remarks>
    /// <example>disruptionBudget: {minAvailable: 2}</example>
    public IntOrPercent? MinAvailable { get; init; }

    /// <summary>When pods that are not ready may be evicted.</summary>
    /// <value>alwaysAllow</value>
    /// <remarks>The PodDisruptionBudget's <c>unhealthyPodEvictionPolicy</c>.</remarks>
    /// <example>disruptionBudget: {unhealthyPods: ifHealthyBudget}</example>
    public UnhealthyPodEviction UnhealthyPods { get; init; } = UnhealthyPodEviction.AlwaysAllow;
}

/// <summary>When pods that are not ready may be evicted.</summary>
internal enum UnhealthyPodEviction
{
    /// <summary>Always, so that they do not block the drain of their node.</summary>
    AlwaysAllow,

    /// <summary>Only while enough other pods are available, so that they have time to recover.</summary>
    IfHealthyBudget,
}
