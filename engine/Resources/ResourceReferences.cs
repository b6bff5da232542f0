namespace Infra.Engine.Resources;

/// <summary>Rewrites the URNs that a resource's state refers to.</summary>
internal static class ResourceReferences
{
    /// <summary>Replaces every URN that a state refers to, except its own: parent, dependencies, deletedWith and provider.</summary>
    public static ResourceState WithReferences(this ResourceState state, Func<Urn, Urn> replace) =>
        state with
        {
            Parent = ReplaceUrn(state.Parent, replace),
            Dependencies = [.. state.Dependencies.Select(replace)],
            PropertyDependencies = state.PropertyDependencies?.ToDictionary(
                entry => entry.Key,
                entry => (IReadOnlyList<Urn>)[.. entry.Value.Select(replace)]
            ),
            DeletedWith = ReplaceUrn(state.DeletedWith, replace),
            ReplaceWith = [.. state.ReplaceWith.Select(replace)],
            Provider = state.Provider is { } provider ? provider with { Urn = replace(provider.Urn) } : null,
        };

    /// <summary>
    /// Removes the references to resources that fail a test, except the parent and the provider. Inputs that depend on no resource are
    /// dropped from the property dependencies, as Pulumi does where it rewrites them.
    /// </summary>
    /// <returns>The state without these references, and what was removed.</returns>
    public static (ResourceState State, IReadOnlyList<RemovedReference> Removed) WithoutReferences(
        this ResourceState state,
        Func<Urn, bool> isKept
    )
    {
        var removed = new List<RemovedReference>();
        var kept = state with
        {
            Dependencies = Keep(state.Dependencies, ReferenceType.Dependency, property: null),
            PropertyDependencies = state
                .PropertyDependencies?.Select(entry =>
                    KeyValuePair.Create(entry.Key, Keep(entry.Value, ReferenceType.PropertyDependency, entry.Key))
                )
                .Where(entry => entry.Value.Count > 0)
                .ToDictionary(),
            ReplaceWith = Keep(state.ReplaceWith, ReferenceType.Dependency, property: null),
            DeletedWith =
                state.DeletedWith.IsEmpty || Keep([state.DeletedWith], ReferenceType.DeletedWith, null).Count == 0
                    ? default
                    : state.DeletedWith,
        };
        return (kept, removed);

        IReadOnlyList<Urn> Keep(IReadOnlyList<Urn> urns, ReferenceType type, string? property)
        {
            removed.AddRange(urns.Where(urn => !isKept(urn)).Select(urn => new RemovedReference(type, urn, property)));
            return [.. urns.Where(isKept)];
        }
    }

    private static Urn ReplaceUrn(Urn urn, Func<Urn, Urn> replace) => urn.IsEmpty ? urn : replace(urn);
}

/// <summary>How a resource refers to another.</summary>
public enum ReferenceType
{
    /// <summary>It is its parent.</summary>
    Parent,

    /// <summary>It depends on it as a whole.</summary>
    Dependency,

    /// <summary>One of its inputs depends on it.</summary>
    PropertyDependency,

    /// <summary>It is deleted with it.</summary>
    DeletedWith,
}

/// <summary>A reference that an edit of the state removed.</summary>
/// <param name="Type">How the resource referred to the other.</param>
/// <param name="Target">The resource it referred to.</param>
/// <param name="Property">The input, of a property dependency; else null.</param>
public sealed record RemovedReference(ReferenceType Type, Urn Target, string? Property);
