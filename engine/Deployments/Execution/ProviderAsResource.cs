using Infra.Engine.Providers;
using Infra.Engine.Providers.BuiltIn;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>
/// Adapts a provider instance to the operations of a resource: a check validates its configuration, a creation configures it.
/// </summary>
internal sealed class ProviderAsResource(IResourceProvider instance, ProviderRegistry registry) : IResourceProvider
{
    public async Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (instance is StackReferenceProvider)
        {
            // Built into the engine: its record has no inputs.
            return new CheckResult { Inputs = PropertyMap.Empty };
        }

        var ownInputs = ProviderRegistry.RemoveEngineKeys(request.NewInputs);
        var result = await instance.CheckConfigAsync(
            request with
            {
                OldInputs = ProviderRegistry.RemoveEngineKeys(request.OldInputs),
                NewInputs = ownInputs,
            },
            cancellationToken
        );

        // The engine's keys are restored, and the mark of a provider resource is added.
        var inputs = request
            .NewInputs.Where((key, _) => !ownInputs.ContainsKey(key))
            .SetItems(result.Inputs)
            .SetItem(ProviderRegistry.InternalKey, request.NewInputs.Find(ProviderRegistry.InternalKey) ?? PropertyMap.Empty);
        return result with { Inputs = inputs };
    }

    public async Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var ownRequest = request with
        {
            OldInputs = ProviderRegistry.RemoveEngineKeys(request.OldInputs),
            OldState = ProviderRegistry.RemoveEngineKeys(request.OldState),
            NewInputs = ProviderRegistry.RemoveEngineKeys(request.NewInputs),
        };
        return await instance.DiffConfigAsync(ownRequest, cancellationToken);
    }

    public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var id = request.Preview ? ProviderReference.UnknownId : Guid.NewGuid().ToString();
        await registry.ConfigureAsync(new ProviderReference(request.Urn, id), instance, request.Inputs, cancellationToken);
        return new CreateResult { Id = id, State = request.Inputs.Remove(ProviderRegistry.InternalKey) };
    }

    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        await registry.ConfigureAsync(new ProviderReference(request.Urn, request.Id), instance, request.NewInputs, cancellationToken);
        return new UpdateResult { State = request.NewInputs.Remove(ProviderRegistry.InternalKey) };
    }

    /// <summary>Configures the provider from its recorded inputs.</summary>
    public Task KeepAsync(Urn urn, ResourceState old, CancellationToken cancellationToken) =>
        registry.ConfigureAsync(new ProviderReference(urn, old.Id), instance, old.Inputs, cancellationToken);

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) => throw NoResource();

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) => throw NoResource();

    public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) => throw NoResource();

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        throw new ResourceProviderException("a provider cannot be imported or read: create it");

    public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) => throw NoResource();

    // The registry owns the instance.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NotSupportedException NoResource() => new("A provider resource supports only the operations of a resource.");
}
