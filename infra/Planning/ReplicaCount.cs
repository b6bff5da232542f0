using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The number of pods of a service: fixed, or chosen by an autoscaler between two bounds.</summary>
/// <param name="Minimum">The minimum replicas.</param>
/// <param name="Maximum">The maximum replicas; equal to the minimum if the number is fixed.</param>
/// <param name="Scaling">The autoscaler's settings; null if the number is fixed.</param>
internal sealed record ReplicaCount(int Minimum, int Maximum, ScalingSettings? Scaling)
{
    public bool IsAutoscaled => Scaling is not null;

    public static ReplicaCount Fixed(int replicas) => new(replicas, replicas, null);

    /// <summary>The minimum replicas of a service: its own setting, or the preset of the stack's fault tolerance.</summary>
    public static int ResolveMinimum(ServiceSettings service, FaultTolerancePreset preset) =>
        service.Scaling is { } scaling ? scaling.Min ?? Math.Min(preset.Replicas, scaling.Max) : service.Replicas ?? preset.Replicas;
}
