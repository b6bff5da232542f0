using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Registration;

/// <summary>Finds the provider instances of resources: those the program has registered, and those the old state has.</summary>
internal sealed class ResourceProviders(DeploymentContext context, ProviderRegistry registry, UrnRegistry urns)
{
    /// <summary>The configured instance of a provider reference.</summary>
    /// <exception cref="ResourceProviderException">It is neither registered nor in the state.</exception>
    public Task<IResourceProvider> GetAsync(ProviderReference reference) => registry.GetAsync(reference, FindState, context.Aborted);

    /// <summary>The provider that carries out the operations of a resource; null for a component.</summary>
    /// <exception cref="ResourceProviderException">There is none.</exception>
    public async Task<IResourceProvider?> GetForAsync(ResourceGoal goal) =>
        goal switch
        {
            { Custom: false } => null,
            _ when ProviderType.IsProvider(goal.Type) => new ProviderAsResource(
                registry.Create(ProviderType.GetPackage(goal.Type), goal.Properties),
                registry
            ),
            { Provider: { } reference } => await GetAsync(reference),
            _ => throw new ResourceProviderException("the resource has no provider"),
        };

    private ResourceState? FindState(ProviderReference reference) =>
        context
            .State.Origin.Select(resource => resource.State)
            .FirstOrDefault(state =>
                state.Id == reference.Id
                && ProviderType.IsProvider(state.Type)
                && (state.Urn == reference.Urn || urns.GetCurrent(state.Urn) == reference.Urn)
            );
}
