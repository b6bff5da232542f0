using Infra.Engine.Resources;

namespace Infra.Engine.Policies;

/// <summary>A resource to analyze.</summary>
/// <param name="State">The state of the resource, current or planned.</param>
/// <param name="Provider">Its provider, where known.</param>
/// <param name="DeleteBeforeReplace">The option of that name; null where the program does not set it.</param>
internal sealed record PolicySubject(ResourceState State, ResourceState? Provider = null, bool? DeleteBeforeReplace = null)
{
    /// <summary>Creates subjects from resources, with the providers among them.</summary>
    public static IEnumerable<PolicySubject> CreateAll(IReadOnlyCollection<ResourceState> states)
    {
        var providers = states
            .Where(state => ProviderType.IsProvider(state.Type))
            .GroupBy(state => state.Urn)
            .ToDictionary(group => group.Key, group => group.Last());
        return states.Select(state => new PolicySubject(
            state,
            state.Provider is { } reference ? providers.GetValueOrDefault(reference.Urn) : null
        ));
    }
}
