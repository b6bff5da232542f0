using Infra.Backend.Cluster.K3s;
using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes;

namespace Infra.Backend.Cluster;

/// <summary>The Pulumi provider of a target cluster.</summary>
internal static class ClusterProvider
{
    /// <summary>
    /// Creates the provider. It gets the kubeconfig's path, so that no credentials enter the state, and a simulated cluster's name as its
    /// identifier, so that a simulated cluster may come up at another address without its objects being replaced.
    /// </summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="locator">Finds the kubeconfigs of clusters that are there.</param>
    /// <param name="k3s">The cluster that the stack creates; null if it is there.</param>
    public static Provider Create(ClusterPlan plan, TargetKubeconfigLocator locator, K3sCluster? k3s)
    {
        var target = plan.Target;
        var args = new ProviderArgs { EnableConfigMapMutable = true, EnableSecretMutable = true };
        if (k3s is not null)
        {
            args.KubeConfig = k3s.Kubeconfig;
            args.ClusterIdentifier = Identify(plan.K3s!);
        }
        else if (locator.Find(target) is { } kubeconfig)
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

        return new Provider(target.Key ?? "cluster", args, k3s is null ? null : new CustomResourceOptions { DependsOn = [.. k3s.Servers] });
    }

    /// <summary>The identifier of a cluster that the stack creates, so that its address may change.</summary>
    public static string Identify(K3sPlan plan) => $"k3s/{plan.Name}";
}
