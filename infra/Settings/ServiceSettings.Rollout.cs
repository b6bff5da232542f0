namespace Infra.Backend.Settings;

/// <content>How pods are replaced and evicted.</content>
internal sealed partial record ServiceSettings
{
    /// <summary>How pods are replaced when the service changes.</summary>
    /// <value>new pods become ready before old ones terminate, so that a rollout never reduces capacity</value>
    /// <remarks>The workload's <c>strategy</c> or <c>updateStrategy</c>, and its <c>revisionHistoryLimit</c>.</remarks>
    /// <example>rollout: {maxSurge: 1, minReady: 30s}</example>
    public RolloutSettings Rollout { get; init; } = new();

    /// <summary>How many pods may be evicted at the same time, for example when a node is drained.</summary>
    /// <value>a quarter of the pods, but at least one</value>
    /// <remarks>The PodDisruptionBudget. Jobs, cron services and daemons have none.</remarks>
    /// <example>disruptionBudget: {maxUnavailable: 1}</example>
    public DisruptionBudgetSettings DisruptionBudget { get; init; } = new();
}
