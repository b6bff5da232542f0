using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;

namespace Infra.Backend.Cluster;

/// <summary>
/// What all pods of a namespace may use together. A quota of a resource refuses pods with a container that says nothing of it, so there is none where some
/// container does.
/// </summary>
/// <param name="Cpu">Requested cores, or null where some container requests none.</param>
/// <param name="Memory">Requested bytes, or null where some container requests none.</param>
/// <param name="MemoryLimit">The most bytes in use, or null where some container has no limit.</param>
/// <param name="Pods">Their number.</param>
internal sealed record NamespaceQuota(Quantity? Cpu, Quantity? Memory, Quantity? MemoryLimit, int Pods)
{
    private static readonly Quantity CpuStep = Quantity.FromMilli(100);
    private static readonly Quantity MemoryStep = Quantity.Parse("64Mi");

    /// <summary>The sum of the services at their largest, and headroom. Null where there are to be no bounds, or none can be known because a daemon grows with the nodes.</summary>
    public static NamespaceQuota? For(ImmutableArray<ServiceSpec> services, StackSettings settings)
    {
        var quota = settings.Quota;
        if (!quota.Enabled || services.Any(service => service.Kind == ServiceKind.Daemon))
        {
            return null;
        }

        var sum = Sum(services, settings, MostPods, service => service.MinimumsByTheClock?.Minimums.Count ?? 0);
        return new NamespaceQuota(
            quota.Cpu ?? WithHeadroom(sum.Cpu, CpuStep),
            quota.Memory ?? WithHeadroom(sum.Memory, MemoryStep),
            WithHeadroom(sum.MemoryLimit, MemoryStep),
            quota.Pods ?? (int)Math.Ceiling(sum.Pods * (100 + quota.Headroom) / 100.0));

        Quantity? WithHeadroom(Quantity? amount, Quantity step) => amount?.Scale(100 + quota.Headroom, 100).RoundUpTo(step);
    }

    /// <summary>What the services use at their smallest, without which the stack never becomes ready.</summary>
    public static NamespaceQuota Minimum(ImmutableArray<ServiceSpec> services, StackSettings settings) => Sum(services, settings, service => service.FewestPods, _ => 0);

    public Dictionary<string, string> Hard()
    {
        var hard = new Dictionary<string, string>(StringComparer.Ordinal) { ["pods"] = Pods.ToString(CultureInfo.InvariantCulture) };
        Add("requests.cpu", Cpu);
        Add("requests.memory", Memory);
        Add("limits.memory", MemoryLimit);
        return hard;

        void Add(string resource, Quantity? amount)
        {
            if (amount is { } bound)
            {
                hard[resource] = bound.ToString();
            }
        }
    }

    /// <param name="services">All services.</param>
    /// <param name="settings">What the namespace gives to containers that say nothing.</param>
    /// <param name="pods">How many of each.</param>
    /// <param name="setters">How many pods that set its minimum by the clock.</param>
    private static NamespaceQuota Sum(ImmutableArray<ServiceSpec> services, StackSettings settings, Func<ServiceSpec, int> pods, Func<ServiceSpec, int> setters)
    {
        var defaults = settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize);
        return new NamespaceQuota(Sum(size => size.Requests.Cpu), Sum(size => size.Requests.Memory), Sum(size => size.Limits.Memory), services.Sum(service => pods(service) + setters(service)));

        Quantity? Sum(Func<SizeSettings, Quantity?> amount) => services.SelectMany(service => service.ContainerResources(defaults)).Any(container => amount(container) is null)
            ? null
            : services.Aggregate(Quantity.Zero, (sum, service) =>
                sum + amount(service.PodResources(defaults))!.Value * pods(service) + (amount(ScheduledMinimum.Resources.Admitted(defaults)) ?? Quantity.Zero) * setters(service));
    }

    /// <summary>Only a Deployment has more pods during an update.</summary>
    private static int MostPods(ServiceSpec service) =>
        service.Kind is ServiceKind.Service or ServiceKind.Worker ? DeploymentWorkload.MostPods(service.Replicas.Max) : service.Replicas.Max;
}
