using Infra.Engine.Deployments.Execution;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments;

/// <summary>Identifies the services of providers, without a deployment.</summary>
internal static class ServiceIdentities
{
    /// <summary>Finds the identities by provider. Providers of unknown configuration and those without an identity are left out.</summary>
    /// <param name="factories">The providers that are available.</param>
    /// <param name="providers">The provider resources, with their inputs.</param>
    /// <param name="onProblem">Receives why a service cannot be identified.</param>
    /// <param name="cancellationToken">Stops requests.</param>
    public static async Task<IReadOnlyDictionary<Urn, string>> FindAsync(
        IReadOnlyList<IProviderFactory> factories,
        IEnumerable<ResourceState> providers,
        Action<Urn, string> onProblem,
        CancellationToken cancellationToken
    )
    {
        var identities = new Dictionary<Urn, string>();
        await using var registry = new ProviderRegistry(factories, new EventPublisher(_ => { }, [], isPreview: true), isPreview: true);
        foreach (var provider in providers)
        {
            var package = ProviderType.GetPackage(provider.Type);
            if (provider.Inputs.ContainsUnknowns() || !factories.Any(factory => factory.Packages.Contains(package)))
            {
                continue;
            }

            try
            {
                if (registry.Create(package, provider.Inputs) is IServiceIdentity service and IResourceProvider instance)
                {
                    await registry.ConfigureAsync(
                        new ProviderReference(provider.Urn, provider.Id),
                        instance,
                        provider.Inputs,
                        cancellationToken
                    );
                    if (await service.FindIdentityAsync(cancellationToken) is { } identity)
                    {
                        identities[provider.Urn] = identity;
                    }
                }
            }
            catch (ResourceProviderException error)
            {
                onProblem(provider.Urn, error.Message);
            }
        }

        return identities;
    }
}
