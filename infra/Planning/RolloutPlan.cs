using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>How the pods of a service are replaced when it changes.</summary>
internal sealed record RolloutPlan
{
    private static readonly IntOrPercent Quarter = new(25, IsPercent: true);
    private static readonly IntOrPercent Tenth = new(10, IsPercent: true);
    private static readonly IntOrPercent None = new(0);

    public static RolloutPlan Default { get; } = Create(new RolloutSettings(), ServiceKind.Service, hasExclusiveVolume: false);

    public required RolloutStrategy Strategy { get; init; }

    /// <summary>How many pods there may be above the replicas.</summary>
    public required IntOrPercent MaxSurge { get; init; }

    /// <summary>How many pods may be missing; null for Kubernetes' default.</summary>
    public required IntOrPercent? MaxUnavailable { get; init; }

    public TimeSpan? MinReady { get; init; }

    /// <summary>Null for Kubernetes' default.</summary>
    public TimeSpan? Deadline { get; init; }

    public required int History { get; init; }

    public int? Partition { get; init; }

    /// <param name="settings">The settings of the rollout.</param>
    /// <param name="kind">The kind of service.</param>
    /// <param name="hasExclusiveVolume">Whether a volume prevents a new pod from starting while the old one runs.</param>
    public static RolloutPlan Create(RolloutSettings settings, ServiceKind kind, bool hasExclusiveVolume) =>
        new()
        {
            Strategy = settings.Strategy
                ?? (
                    hasExclusiveVolume && kind is ServiceKind.Service or ServiceKind.Worker
                        ? RolloutStrategy.Recreate
                        : RolloutStrategy.RollingUpdate
                ),
            MaxSurge = settings.MaxSurge ?? GetSurge(settings, kind),
            MaxUnavailable = settings.MaxUnavailable ?? GetUnavailable(settings, kind),
            MinReady = settings.MinReady,
            Deadline = settings.Deadline,
            History = settings.History,
            Partition = settings.Partition,
        };

    /// <summary>The highest number of pods during a rollout. Kubernetes rounds the surge up.</summary>
    public int MaximumPods(int replicas) => replicas + MaxSurge.ResolveUp(replicas);

    /// <summary>By default an old pod is removed only after a new one is ready, so that a rollout never reduces capacity.</summary>
    private static IntOrPercent GetSurge(RolloutSettings settings, ServiceKind kind) =>
        settings.Strategy != RolloutStrategy.Recreate && kind is ServiceKind.Service or ServiceKind.Worker ? Quarter : None;

    private static IntOrPercent? GetUnavailable(RolloutSettings settings, ServiceKind kind) =>
        kind switch
        {
            ServiceKind.Service or ServiceKind.Worker => None,
            ServiceKind.Daemon => settings.MaxSurge is null or { Value: 0 } ? Tenth : None,
            _ => null,
        };
}
