namespace Infra.Simulator.Informers;

/// <summary>How a cached object changed.</summary>
/// <param name="Before">The version before; null when the object is new.</param>
/// <param name="After">The version after; null when the object is gone.</param>
internal readonly record struct CacheChange<T>(T? Before, T? After)
    where T : class
{
    /// <summary>The latest version there is.</summary>
    public T Latest => After ?? Before ?? throw new InvalidOperationException("A change has at least one side.");
}
