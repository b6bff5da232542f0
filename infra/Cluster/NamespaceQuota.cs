using System.Globalization;
using Infra.Settings;
using Infra.Settings.Values;
using Infra.Workloads;

namespace Infra.Cluster;

/// <summary>What all pods of a namespace may use together: the sum of the services at their largest, and headroom.</summary>
/// <param name="Cpu">Requested cores.</param>
/// <param name="Memory">Requested bytes.</param>
/// <param name="MemoryLimit">The most bytes in use, or null where some service has no limit.</param>
/// <param name="Pods">Their number.</param>
internal sealed record NamespaceQuota(Quantity Cpu, Quantity Memory, Quantity? MemoryLimit, int Pods)
{
    private static readonly Quantity CpuStep = Quantity.FromMilli(100);
    private static readonly Quantity MemoryStep = Quantity.Parse("64Mi");

    /// <summary>Null where there are to be no bounds, or none can be known because a daemon grows with the nodes.</summary>
    public static NamespaceQuota? For(IReadOnlyCollection<ServiceSpec> services, QuotaSettings settings)
    {
        if (!settings.Enabled || services.Any(service => service.Kind == ServiceKind.Daemon))
        {
            return null;
        }

        var isLimited = services.All(service => service.PodResources().Limits.Memory is not null);
        return new NamespaceQuota(
            settings.Cpu ?? Sum(resources => resources.Requests.Cpu).RoundUpTo(CpuStep),
            settings.Memory ?? Sum(resources => resources.Requests.Memory).RoundUpTo(MemoryStep),
            isLimited ? Sum(resources => resources.Limits.Memory).RoundUpTo(MemoryStep) : null,
            settings.Pods ?? (int)Math.Ceiling(services.Sum(MostPods) * (100 + settings.Headroom) / 100.0));

        Quantity Sum(Func<SizeSettings, Quantity?> amount) => services
            .Aggregate(Quantity.Zero, (sum, service) => sum + (amount(service.PodResources()) ?? Quantity.Zero) * MostPods(service))
            .Scale(100 + settings.Headroom, 100);
    }

    /// <summary>What the services use at their smallest, without which the stack never becomes ready.</summary>
    public static NamespaceQuota Minimum(IReadOnlyCollection<ServiceSpec> services)
    {
        return new NamespaceQuota(Sum(amounts => amounts.Cpu), Sum(amounts => amounts.Memory), null, services.Sum(service => service.Replicas.Min));

        Quantity Sum(Func<ResourceAmounts, Quantity?> amount) => services.Aggregate(
            Quantity.Zero, (sum, service) => sum + (amount(service.PodResources().Requests) ?? Quantity.Zero) * service.Replicas.Min);
    }

    public Dictionary<string, string> Hard()
    {
        var hard = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["requests.cpu"] = Cpu.ToString(),
            ["requests.memory"] = Memory.ToString(),
            ["pods"] = Pods.ToString(CultureInfo.InvariantCulture),
        };
        if (MemoryLimit is { } limit)
        {
            hard["limits.memory"] = limit.ToString();
        }

        return hard;
    }

    private static int MostPods(ServiceSpec service) =>
        service.IsReplicated ? DeploymentWorkload.MostPods(service.Replicas.Max) : service.Replicas.Max;
}
