using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an <see cref="Output{T}"/> resolves to: a value and what is known about it.</summary>
internal readonly record struct OutputData<T>(T Value, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Dependencies)
{
    public static OutputData<T> Known(T value, bool isSecret = false) => new(value, true, isSecret, []);

    public static OutputData<T> Unknown(bool isSecret, ImmutableHashSet<Resource> dependencies) =>
        new(default!, false, isSecret, dependencies);

    /// <summary>The result of a step that was applied to this data and gave <paramref name="inner"/>.</summary>
    public OutputData<TInner> Then<TInner>(OutputData<TInner> inner) =>
        new(inner.Value, IsKnown && inner.IsKnown, IsSecret || inner.IsSecret, DependencySet.Union(Dependencies, inner.Dependencies));
}

/// <summary>Unions of dependency sets, which are nearly always empty or identical.</summary>
internal static class DependencySet
{
    public static ImmutableHashSet<Resource> Union(ImmutableHashSet<Resource> first, ImmutableHashSet<Resource> second) =>
        second.IsEmpty || ReferenceEquals(first, second) ? first
        : first.IsEmpty ? second
        : first.Union(second);
}
