namespace Infra.Simulator.Controllers;

/// <summary>
/// How long a controller collects changes of an object's dependents before it reconciles the object. A reconciliation visits all of them:
/// without the delay, the cost of starting many pods would grow with the square of their number.
/// </summary>
internal static class BatchDelay
{
    // Up to this many dependents each change is reconciled at once, as in Kubernetes.
    private const int MaxImmediate = 100;

    private static readonly TimeSpan PerDependent = TimeSpan.FromMicroseconds(250);

    /// <summary>The delay for a number of dependents.</summary>
    public static TimeSpan For(int dependents) => dependents <= MaxImmediate ? TimeSpan.Zero : dependents * PerDependent;
}
