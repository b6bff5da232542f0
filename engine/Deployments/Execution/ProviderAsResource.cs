using Infra.Engine.Providers;
using Infra.Engine.Providers.BuiltIn;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>
/// Lets a provider instance be registered like any other resource: to check it is to check its configuration, to create it is to configure it.
/// </summary>
internal sealed class ProviderAsResource(IResourceProvider instance, ProviderRegistry registry) : IResourceProvider
{
    private const string InternalKey = "__internal";

    public async Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (instance is StackReferenceProvider)
        {
            // The engine's own: nothing is kept of it but that it is there.
            return new CheckResult { Inputs = PropertyMap.Empty };
        }

        var result = await instance.CheckConfigAsync(
            request with { OldInputs = ProviderRegistry.RemoveEngineKeys(request.OldInputs), NewInputs = ProviderRegistry.RemoveEngineKeys(request.NewInputs) }, cancellationToken);

        // What the provider was not shown goes back in, and the mark that the engine may keep notes here.
        var inputs = request.NewInputs.Where((key, _) => !ProviderRegistry.RemoveEngineKeys(request.NewInputs).ContainsKey(key))
            .SetItems(result.Inputs)
            .SetItem(InternalKey, PropertyMap.Empty);
        return result with { Inputs = inputs };
    }

    public async Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var old = ProviderRegistry.RemoveEngineKeys(request.OldInputs);
        var @new = ProviderRegistry.RemoveEngineKeys(request.NewInputs);
        var diff = await instance.DiffConfigAsync(
            request with { OldInputs = old, OldState = ProviderRegistry.RemoveEngineKeys(request.OldState), NewInputs = @new }, cancellationToken);
        return diff;
    }

    public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var id = request.Preview ? ProviderReference.UnknownId : Guid.NewGuid().ToString();
        await registry.ConfigureAsync(new ProviderReference(request.Urn, id), instance, request.Inputs, cancellationToken);
        return new CreateResult { Id = id, State = request.Inputs.Remove(InternalKey) };
    }

    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        await registry.ConfigureAsync(new ProviderReference(request.Urn, request.Id), instance, request.NewInputs, cancellationToken);
        return new UpdateResult { State = request.NewInputs.Remove(InternalKey) };
    }

    /// <summary>Takes the provider as the state has it.</summary>
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

    private static NotSupportedException NoResource() => new("A provider's own resource knows only the operations of a resource.");
}
