using System.Collections.Concurrent;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>The provider instances of a deployment by reference. Those of the state are set up when first needed.</summary>
internal sealed class ProviderRegistry(IReadOnlyList<IProviderFactory> factories, IProviderLog log, bool isPreview) : IAsyncDisposable
{
    private const string VersionKey = "version";

    /// <summary>What the engine itself keeps among a provider's inputs.</summary>
    private static readonly string[] EngineKeys = [VersionKey, "pluginDownloadURL", "pluginChecksums", "__internal"];

    private readonly ConcurrentDictionary<ProviderReference, Lazy<Task<IResourceProvider>>> _configured = new();
    private readonly ConcurrentBag<IResourceProvider> _instances = [];

    /// <summary>Makes an instance that is not configured yet.</summary>
    /// <exception cref="ResourceProviderException">There is no provider for the package.</exception>
    public IResourceProvider Create(string package, PropertyMap inputs)
    {
        var factory = factories.FirstOrDefault(factory => factory.Packages.Contains(package)) ?? throw new ResourceProviderException(
            $"there is no provider for the package '{package}' here: available are {string.Join(", ", factories.SelectMany(known => known.Packages).Order(StringComparer.Ordinal))}");
        var instance = factory.Create(package, (inputs.Find(VersionKey) as PropertyString)?.Value ?? "", log);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>Configures an instance and makes it known under a reference.</summary>
    public async Task ConfigureAsync(ProviderReference reference, IResourceProvider instance, PropertyMap inputs, CancellationToken cancellationToken)
    {
        await instance.ConfigureAsync(new ConfigureRequest { Urn = reference.Urn, Inputs = RemoveEngineKeys(inputs), Preview = isPreview }, cancellationToken);
        _configured[reference] = new Lazy<Task<IResourceProvider>>(Task.FromResult(instance));
    }

    /// <summary>The instance of a reference; where the program has not registered it, it is set up from the state.</summary>
    /// <exception cref="ResourceProviderException">Neither knows it.</exception>
    public Task<IResourceProvider> GetAsync(ProviderReference reference, Func<ProviderReference, ResourceState?> findInState, CancellationToken cancellationToken) =>
        _configured.GetOrAdd(reference, unknown => new Lazy<Task<IResourceProvider>>(() => SetUpAsync(unknown, findInState, cancellationToken))).Value;

    /// <summary>The inputs of a provider resource that are the provider's business.</summary>
    public static PropertyMap RemoveEngineKeys(PropertyMap inputs) => EngineKeys.Aggregate(inputs, (map, key) => map.Remove(key));

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    private async Task<IResourceProvider> SetUpAsync(
        ProviderReference reference, Func<ProviderReference, ResourceState?> findInState, CancellationToken cancellationToken)
    {
        var state = findInState(reference) ?? throw new ResourceProviderException($"the provider {reference} is neither registered nor in the state");
        var instance = Create(ProviderType.GetPackage(state.Type), state.Inputs);
        await instance.ConfigureAsync(
            new ConfigureRequest { Urn = reference.Urn, Inputs = RemoveEngineKeys(state.Inputs), Preview = isPreview }, cancellationToken);
        return instance;
    }
}
