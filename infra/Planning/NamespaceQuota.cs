using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>
/// The resources that all pods of a namespace may request together. A quota on a resource rejects every pod with a container that does not
/// request it, so a resource that some container does not request has no quota.
/// </summary>
/// <param name="Cpu">Requested cores; null if some container requests none.</param>
/// <param name="Memory">Requested bytes; null if some container requests none.</param>
/// <param name="MemoryLimit">The sum of the memory limits; null if some container has none.</param>
/// <param name="Pods">The number of pods.</param>
internal sealed record NamespaceQuota(Quantity? Cpu, Quantity? Memory, Quantity? MemoryLimit, int Pods)
{
    private static readonly Quantity CpuStep = Quantity.FromMilli(100);
    private static readonly Quantity MemoryStep = Quantity.Parse("64Mi");

    /// <summary>
    /// The sum of all services at their maximum, plus the headroom; null if the quota is disabled, or a daemon's number of pods depends on
    /// the number of nodes.
    /// </summary>
    public static NamespaceQuota? Create(ImmutableArray<ServicePlan> services, StackSettings settings)
    {
        var quota = settings.Quota;
        if (!quota.Enabled || services.Any(service => service.Kind == ServiceKind.Daemon))
        {
            return null;
        }

        var sum = Sum(services, settings, service => service.MaximumPods, service => service.ScheduledMinimums?.Minimums.Count ?? 0);
        return new NamespaceQuota(
            quota.Cpu ?? WithHeadroom(sum.Cpu, CpuStep),
            quota.Memory ?? WithHeadroom(sum.Memory, MemoryStep),
            WithHeadroom(sum.MemoryLimit, MemoryStep),
            quota.Pods ?? (int)Math.Ceiling(sum.Pods * (100 + quota.Headroom) / 100.0)
        );

        Quantity? WithHeadroom(Quantity? amount, Quantity step) => amount?.Scale(100 + quota.Headroom, 100).RoundUpTo(step);
    }

    /// <summary>The sum of all services at their minimum: with less, the stack never becomes ready.</summary>
    public static NamespaceQuota CreateMinimum(ImmutableArray<ServicePlan> services, StackSettings settings) =>
        Sum(services, settings, service => service.MinimumPods, _ => 0);

    /// <summary>The quota as the <c>hard</c> limits of a ResourceQuota.</summary>
    public Dictionary<string, string> ToHardLimits()
    {
        var hard = new Dictionary<string, string>(StringComparer.Ordinal) { ["pods"] = Pods.ToString(CultureInfo.InvariantCulture) };
        Add("requests.cpu", Cpu);
        Add("requests.memory", Memory);
        Add("limits.memory", MemoryLimit);
        return hard;

        void Add(string resource, Quantity? amount)
        {
            if (amount is { } limit)
            {
                hard[resource] = limit.ToString();
            }
        }
    }

    /// <summary>Compares with the limits of the last update. What has no limit is unlimited.</summary>
    /// <param name="former">The former limits, empty for no quota; null if they are not known.</param>
    public QuotaChange CompareWith(IReadOnlyDictionary<string, object>? former)
    {
        if (former is null)
        {
            return QuotaChange.None;
        }

        var now = ToHardLimits();
        int[] signs = [.. now.Keys.Union(former.Keys, StringComparer.Ordinal).Select(Compare)];
        return signs.Any(sign => sign > 0) ? QuotaChange.Grows
            : signs.Any(sign => sign < 0) ? QuotaChange.Shrinks
            : QuotaChange.None;

        int Compare(string resource) =>
            !now.TryGetValue(resource, out var limit) ? 1
            : !Quantity.TryParse(former.GetValueOrDefault(resource) as string, out var before) ? -1
            : Quantity.Parse(limit).CompareTo(before);
    }

    /// <param name="services">All services of the namespace.</param>
    /// <param name="settings">The stack's settings, for the defaults of the namespace's LimitRange.</param>
    /// <param name="pods">The number of pods to count for a service.</param>
    /// <param name="schedulerPods">The number of pods to count that set a service's scheduled minimums.</param>
    private static NamespaceQuota Sum(
        ImmutableArray<ServicePlan> services,
        StackSettings settings,
        Func<ServicePlan, int> pods,
        Func<ServicePlan, int> schedulerPods
    )
    {
        var defaults = settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize);
        var containers = services.SelectMany(service => PodResourceTotals.ForContainers(service, defaults)).ToList();
        var others = settings
            .OperatorPods.Select(pods => pods with { Containers = [.. pods.Containers.Select(size => size.Admitted(defaults))] })
            .ToList();
        var totals = services.Select(service => (Service: service, Pod: PodResourceTotals.Total(service, defaults))).ToList();
        return new NamespaceQuota(
            Total(size => size.Requests.Cpu),
            Total(size => size.Requests.Memory),
            Total(size => size.Limits.Memory),
            services.Sum(service => pods(service) + schedulerPods(service)) + others.Sum(pods => pods.Count)
        );

        Quantity? Total(Func<SizeSettings, Quantity?> amount)
        {
            if (containers.Concat(others.SelectMany(pods => pods.Containers)).Any(container => amount(container) is null))
            {
                return null;
            }

            var perSchedulerPod = amount(ScheduledMinimums.PodResources.Admitted(defaults)) ?? Quantity.Zero;
            var own = totals.Aggregate(Quantity.Zero, (sum, total) =>
                sum + amount(total.Pod)!.Value * pods(total.Service) + perSchedulerPod * schedulerPods(total.Service)
            );
            return others.Aggregate(own, (sum, demand) =>
                demand.Containers.Aggregate(sum, (all, container) => all + amount(container)!.Value * demand.Count)
            );
        }
    }
}
