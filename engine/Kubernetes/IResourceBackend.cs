using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>Creates, updates, deletes and reads objects, in a cluster or as files in a folder.</summary>
internal interface IResourceBackend : IAsyncDisposable
{
    /// <summary>Finds out what interrupted operations have done.</summary>
    IOperationRecovery Recovery { get; }

    Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken);
}
