using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Rendering;

/// <summary>
/// Wraps a provider for rendering: checks, names and compares resources like the real one, then reports their inputs as their outputs
/// without
/// calling the service. So every value that does not come from the service is known.
/// </summary>
internal sealed class OfflineProvider(IResourceProvider provider) : IResourceProvider
{
    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        provider.CheckConfigAsync(request, cancellationToken);

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        provider.DiffConfigAsync(request, cancellationToken);

    public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) =>
        provider.ConfigureAsync(request, cancellationToken);

    public Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
        provider.CheckAsync(request, cancellationToken);

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        provider.DiffAsync(request, cancellationToken);

    public Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CreateResult { Id = request.Urn.Name, State = request.Inputs });

    public Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new UpdateResult { State = request.NewInputs });

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A rendering deletes nothing.");

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        throw new ResourceProviderException(
            $"'{request.Id}' would have to be read from the service: a program that reads existing objects cannot be rendered"
        );

    public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        provider.InvokeAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => provider.DisposeAsync();
}

/// <summary>Wraps the providers of another factory for rendering.</summary>
internal sealed class OfflineProviderFactory(IProviderFactory factory) : IProviderFactory
{
    public IReadOnlyCollection<string> Packages => factory.Packages;

    public IResourceProvider Create(string package, string version, IProviderLog log) =>
        new OfflineProvider(factory.Create(package, version, log));
}
