using Infra.Backend.Settings;
using Pulumi.Kubernetes;

namespace Infra.Backend.Cluster;

/// <summary>The provider of a cluster that a stack lands on.</summary>
internal static class TargetCluster
{
    /// <summary>
    /// The kubeconfig is given by its path, so its credentials enter no state; and the cluster by its name, so that a simulated one may come up at another
    /// address without being taken for another cluster.
    /// </summary>
    public static Provider Of(Landing landing, KubeconfigLocator locator)
    {
        var args = new ProviderArgs { EnableConfigMapMutable = true, EnableSecretMutable = true };
        if (locator.Find(landing.Site) is { } kubeconfig)
        {
            args.KubeConfig = kubeconfig;
        }

        if (landing.Site.Cluster.Context is { } context)
        {
            args.Context = context;
        }

        if (landing.Site.Cluster.Kind == ClusterKind.Simulated)
        {
            args.ClusterIdentifier = $"simulated/{landing.Site.SimulatedName(locator.Stack)}";
        }

        return new Provider(landing.Site.Name ?? "cluster", args);
    }
}
