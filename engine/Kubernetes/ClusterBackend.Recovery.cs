using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <content>What interrupted operations have done.</content>
internal sealed partial class ClusterBackend
{
    public IOperationRecovery Recovery { get; } = new ClusterRecovery(cluster, settings);
}
