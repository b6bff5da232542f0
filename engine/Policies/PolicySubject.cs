using Infra.Engine.Resources;

namespace Infra.Engine.Policies;

/// <summary>A resource as packs are told of it.</summary>
/// <param name="State">The resource.</param>
/// <param name="Provider">The provider that manages it, where it is known.</param>
/// <param name="DeleteBeforeReplace">Whether the program wants it deleted before it is replaced; null where it does not say.</param>
internal sealed record PolicySubject(ResourceState State, ResourceState? Provider = null, bool? DeleteBeforeReplace = null)
{
    /// <summary>Resources with the providers that are among them.</summary>
    public static IEnumerable<PolicySubject> CreateAll(IReadOnlyCollection<ResourceState> states)
    {
        var providers = states.Where(state => ProviderType.IsProvider(state.Type)).GroupBy(state => state.Urn).ToDictionary(group => group.Key, group => group.Last());
        return states.Select(state => new PolicySubject(state, state.Provider is { } reference ? providers.GetValueOrDefault(reference.Urn) : null));
    }
}
