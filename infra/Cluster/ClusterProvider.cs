using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi.Kubernetes;

namespace Infra.Backend.Cluster;

/// <summary>The Pulumi provider of a target cluster.</summary>
internal static class ClusterProvider
{
    /// <summary>
    /// Creates the provider. It gets the kubeconfig's path, so that no credentials enter the state, and a simulated cluster's name as its
    /// identifier, so that a simulated cluster may come up at another address without its objects being replaced.
    /// </summary>
    public static Provider Create(ClusterPlan plan, TargetKubeconfigLocator locator)
    {
        var target = plan.Target;
        var args = new ProviderArgs { EnableConfigMapMutable = true, EnableSecretMutable = true };
        if (locator.Find(target) is { } kubeconfig)
        {
            args.KubeConfig = kubeconfig;
        }

        if (target.Settings.Context is { } context)
        {
            args.Context = context;
        }

        if (target.Settings.Kind == ClusterKind.Simulated)
        {
            args.ClusterIdentifier = $"simulated/{target.SimulatedName(locator.Stack)}";
        }

        return new Provider(target.Key ?? "cluster", args);
    }
}
