using System.Collections.Immutable;
using Infra.Backend.Cluster;
using Infra.Backend.Patching;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Stores;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;

namespace Infra.Backend;

/// <summary>The namespace of a cluster's drills: its limits and policies, the credentials of the buckets, and the CronJobs.</summary>
internal static class DrillBackend
{
    public static void Create(
        ClusterPlan plan,
        DrillPlan drills,
        StoreSources sources,
        Output<string> services,
        ProviderResource provider,
        IEnumerable<Resource> addons
    )
    {
        var (settings, system) = (plan.Settings, drills.System);
        var created = new BackendNamespace(
            new BackendNamespaceArgs(
                system,
                settings.PodSecurity,
                settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize),
                NamespaceQuota.Create(drills.Services, drills.Settings)
            ),
            new ComponentResourceOptions { Provider = provider, DependsOn = [.. addons] }
        );
        NamespaceAccess.Grant(settings, system, created.Name, provider);
        DrillResources.Create(drills, sources, created.Name, provider);
        DrillAccess.Grant(drills, plan.System, services, created.Name, provider);
        foreach (var service in drills.Services)
        {
            _ = new BackendService(
                new BackendServiceArgs(service, created.Name, [], ImmutableDictionary<string, PersistentVolumeClaim>.Empty),
                new ComponentResourceOptions { Provider = provider, ResourceTransformations = ServicePatches.Create(service) }
            );
        }
    }
}
