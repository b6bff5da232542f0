using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>Where objects live: in a cluster, or as files in a folder.</summary>
internal interface IResourceBackend : IAsyncDisposable
{
    public Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    public Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken);
}
