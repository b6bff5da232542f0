using System.Collections.Concurrent;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>The provider instances of a deployment by reference. Those of the old state are created when first needed.</summary>
internal sealed class ProviderRegistry(IReadOnlyList<IProviderFactory> factories, IProviderLog log, bool isPreview) : IAsyncDisposable
{
    /// <summary>The key of the engine's own settings in a provider's inputs.</summary>
    public const string InternalKey = "__internal";

    private const string VersionKey = "version";

    /// <summary>The keys below <c>__internal</c> of a package that a parameter of another plugin defines.</summary>
    private static readonly string[] ParameterKeys = ["name", "parameterization"];

    /// <summary>The engine's own keys in a provider's inputs.</summary>
    private static readonly string[] EngineKeys = [VersionKey, "pluginDownloadURL", "pluginChecksums", InternalKey];

    private readonly ConcurrentDictionary<ProviderReference, Lazy<Task<IResourceProvider>>> _configured = new();
    private readonly ConcurrentBag<IResourceProvider> _instances = [];

    /// <summary>The instances of the deployment.</summary>
    public IReadOnlyCollection<IResourceProvider> Instances => _instances;

    /// <summary>Called with each instance that the program has registered.</summary>
    public Action<ProviderReference, IResourceProvider> Configured { get; set; } = (_, _) => { };

    /// <summary>Creates an instance that is not configured yet.</summary>
    /// <exception cref="ResourceProviderException">There is no provider for the package.</exception>
    public IResourceProvider Create(string package, PropertyMap inputs)
    {
        if (inputs.Find(InternalKey) is PropertyObject { Properties: var own } && ParameterKeys.Any(own.ContainsKey))
        {
            throw new ResourceProviderException($"the package '{package}' is parameterized, which is not supported");
        }

        var factory = factories.FirstOrDefault(factory => factory.Supports(package))
            ?? throw new ResourceProviderException(
                $"there is no provider for the package '{package}' here: available are "
                    + string.Join(", ", factories.SelectMany(known => known.Packages).Order(StringComparer.Ordinal))
            );
        var instance = factory.Create(package, (inputs.Find(VersionKey) as PropertyString)?.Value ?? "", log);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>Configures an instance and registers it under a reference.</summary>
    public async Task ConfigureAsync(
        ProviderReference reference,
        IResourceProvider instance,
        PropertyMap inputs,
        CancellationToken cancellationToken
    )
    {
        await instance.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = reference.Urn,
                Id = reference.Id,
                Inputs = RemoveEngineKeys(inputs),
                Preview = isPreview,
            },
            cancellationToken
        );
        _configured[reference] = new Lazy<Task<IResourceProvider>>(Task.FromResult(instance));
        Configured(reference, instance);
    }

    /// <summary>Gets the instance of a reference. One that the program has not registered is created from the old state.</summary>
    /// <exception cref="ResourceProviderException">It is in neither.</exception>
    public Task<IResourceProvider> GetAsync(
        ProviderReference reference,
        Func<ProviderReference, ResourceState?> findInState,
        CancellationToken cancellationToken
    ) =>
        _configured
            .GetOrAdd(reference, missing => new Lazy<Task<IResourceProvider>>(() =>
                CreateFromStateAsync(missing, findInState, cancellationToken)
            ))
            .Value;

    /// <summary>Removes the engine's own keys from a provider's inputs.</summary>
    public static PropertyMap RemoveEngineKeys(PropertyMap inputs) => EngineKeys.Aggregate(inputs, (map, key) => map.Remove(key));

    /// <inheritdoc cref="IResourceProvider.CancelAsync"/>
    public Task CancelAsync() => Task.WhenAll(_instances.Select(instance => instance.CancelAsync()));

    public async ValueTask DisposeAsync() => await Task.WhenAll(_instances.Select(instance => instance.DisposeAsync().AsTask()));

    private async Task<IResourceProvider> CreateFromStateAsync(
        ProviderReference reference,
        Func<ProviderReference, ResourceState?> findInState,
        CancellationToken cancellationToken
    )
    {
        var state = findInState(reference)
            ?? throw new ResourceProviderException($"the provider {reference} is neither registered nor in the state");
        var instance = Create(ProviderType.GetPackage(state.Type), state.Inputs);
        await instance.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = reference.Urn,
                Id = reference.Id,
                Inputs = RemoveEngineKeys(state.Inputs),
                Preview = isPreview,
            },
            cancellationToken
        );
        return instance;
    }
}
