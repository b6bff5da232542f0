using Infra.Engine.Providers;

namespace Benchmarks.Engine;

/// <summary>A provider for the package <c>nothing</c>, behind which there is nothing: what is left is the engine's own work.</summary>
internal sealed class NothingProvider : IProviderFactory, IResourceProvider
{
    public IReadOnlyCollection<string> Packages => ["nothing"];

    public IResourceProvider Create(string package, string version, IProviderLog log) => this;

    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        CheckAsync(request, cancellationToken);

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) => Task.FromResult(DiffResult.Same);

    public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResult { Inputs = request.NewInputs });

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) => Task.FromResult(DiffResult.Same);

    public Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CreateResult { Id = request.Urn.Name, State = request.Inputs });

    public Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new UpdateResult { State = request.NewInputs });

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => Task.FromResult(ReadResult.NotFound);

    public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new InvokeResult { Result = request.Arguments });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
