namespace Infra.Simulator.Informers;

/// <summary>A change of a cached object.</summary>
/// <param name="Before">The previous version; null for a new object.</param>
/// <param name="After">The new version; null for a deleted object.</param>
internal readonly record struct CacheChange<T>(T? Before, T? After)
    where T : class
{
    /// <summary>The new version; of a deleted object the last one.</summary>
    public T Latest => After ?? Before ?? throw new InvalidOperationException("A change has at least one side.");
}
