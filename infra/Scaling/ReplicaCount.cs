using Infra.Settings;

namespace Infra.Scaling;

/// <summary>How many pods a service has: a fixed number, or as many as the load asks for.</summary>
/// <param name="Min">At least.</param>
/// <param name="Max">At most; the same as the minimum for a fixed number.</param>
/// <param name="Targets">What the number follows and how fast, or null if it is fixed.</param>
internal sealed record ReplicaCount(int Min, int Max, ScalingSettings? Targets)
{
    public bool FollowsLoad => Targets is not null;

    public static ReplicaCount Fixed(int replicas) => new(replicas, replicas, null);
}
