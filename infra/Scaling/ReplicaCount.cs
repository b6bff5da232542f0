using Infra.Backend.Resilience;
using Infra.Backend.Settings;

namespace Infra.Backend.Scaling;

/// <summary>How many pods a service has: a fixed number, or as many as the load asks for.</summary>
/// <param name="Min">At least.</param>
/// <param name="Max">At most; the same as the minimum for a fixed number.</param>
/// <param name="Targets">What the number follows and how fast, or null if it is fixed.</param>
internal sealed record ReplicaCount(int Min, int Max, ScalingSettings? Targets)
{
    public bool FollowsLoad => Targets is not null;

    /// <summary>The pods a service has at the least: said outright, or what its stack's fault tolerance asks for.</summary>
    public static int FewestOf(ServiceSettings service, FaultTolerancePreset preset) => service.Scaling is { } scaling
        ? scaling.Min ?? Math.Min(preset.Replicas, scaling.Max)
        : service.Replicas ?? preset.Replicas;

    public static ReplicaCount Fixed(int replicas) => new(replicas, replicas, null);
}
