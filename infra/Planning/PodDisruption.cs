namespace Infra.Backend.Planning;

/// <summary>How many pods of a service may be evicted at the same time.</summary>
internal static class PodDisruption
{
    /// <summary>A quarter of the pods, but at least one: a budget of zero would block every drain.</summary>
    public static int MaxUnavailable(int replicas) => Math.Max(1, replicas / 4);
}
