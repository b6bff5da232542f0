using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <content>What interrupted operations have done.</content>
internal sealed partial class KubernetesProvider : IOperationRecovery
{
    public Task<ReadResult> FindCreatedAsync(CreationLookup lookup, CancellationToken cancellationToken) =>
        Backend.Recovery.FindCreatedAsync(lookup, cancellationToken);

    public Task<DeletionOutcome> FindDeletionAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        Backend.Recovery.FindDeletionAsync(request, cancellationToken);
}
