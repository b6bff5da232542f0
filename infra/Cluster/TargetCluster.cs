using Infra.Settings;
using Pulumi.Kubernetes;

namespace Infra.Cluster;

/// <summary>The provider of the cluster a stack lands on.</summary>
internal static class TargetCluster
{
    /// <summary>
    /// The kubeconfig is given by its path, so its credentials enter no state; and the cluster by its name, so that a simulated one may come up at another
    /// address without being taken for another cluster.
    /// </summary>
    public static Provider Of(ClusterSettings cluster, KubeconfigLocator locator)
    {
        var args = new ProviderArgs { EnableConfigMapMutable = true, EnableSecretMutable = true };
        if (locator.Find(cluster) is { } kubeconfig)
        {
            args.KubeConfig = kubeconfig;
        }

        if (cluster.Context is { } context)
        {
            args.Context = context;
        }

        if (cluster.Kind == ClusterKind.Simulated)
        {
            args.ClusterIdentifier = $"simulated/{cluster.Name ?? locator.Stack}";
        }

        return new Provider("cluster", args);
    }
}
