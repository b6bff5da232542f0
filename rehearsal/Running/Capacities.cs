using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Verdicts;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Running;

/// <summary>
/// Reads from the cluster which pods serve requests. A lost pod receives requests until that is noticed; a pod that ends in order serves
/// those that it has. The result is kept while nothing changes.
/// </summary>
internal sealed class Capacities
{
    private readonly RehearsedCluster _cluster;
    private readonly Dictionary<string, ServiceLoadPlan> _plans;
    private readonly LostNodes _lost;
    private readonly WorkloadSizes _sizes;
    private CapacityView? _known;
    private long _version = -1;
    private DateTimeOffset _validUntil;

    public Capacities(RehearsedCluster cluster, RehearsalPlan plan)
    {
        _cluster = cluster;
        _plans = plan.Services.ToDictionary(service => service.Behaviour.Service, StringComparer.Ordinal);
        _lost = new LostNodes(cluster.Cluster);
        _sizes = new WorkloadSizes(cluster);
    }

    /// <summary>Reads the pods at this moment.</summary>
    public CapacityView Read()
    {
        var now = _cluster.Cluster.Now;
        var hasLossChanged = _lost.Update(now);
        if (_known is not null && _version == _cluster.Cluster.Version && now < _validUntil && !hasLossChanged)
        {
            return _known;
        }

        (_version, _validUntil) = (_cluster.Cluster.Version, DateTimeOffset.MaxValue);
        return _known = Create(now);
    }

    private CapacityView Create(DateTimeOffset now)
    {
        var nodes = _cluster.Cluster.Nodes.ToDictionary(node => node.Name, node => node.Cores, StringComparer.Ordinal);
        var pods = new List<PodCapacity>();
        var sources = new List<PodSource?>();
        var known = (_known?.Sources ?? []).OfType<PodSource>().ToDictionary(source => source.Pod.Pod.Uid, StringComparer.Ordinal);
        var services = new Dictionary<string, ServiceState>(StringComparer.Ordinal);
        foreach (
            var group in _cluster.Pods.Where(pod => _plans.ContainsKey(pod.Service)).GroupBy(pod => pod.Service, StringComparer.Ordinal)
        )
        {
            var plan = _plans[group.Key];
            var members = group.ToList();
            var shares = new ReadyShares(_cluster.Stack, group.Key, members.Where(pod => IsReceiving(pod.Pod, plan, now)));
            var state = new ServiceState();
            foreach (var pod in members)
            {
                state = Count(state, pod, plan, now);
                if (pod.Pod.Node is { } node && nodes.ContainsKey(node))
                {
                    pods.Add(Describe(pod, plan, node, shares, now));
                    sources.Add(known.TryGetValue(pod.Pod.Uid, out var before) && before.Pod == pod ? before : new PodSource(pod, plan));
                }
            }

            services[group.Key] = state;
        }

        AddLeaving(pods, sources, nodes, now);
        foreach (var service in _plans.Keys)
        {
            var state = services.GetValueOrDefault(service) ?? new ServiceState();
            services[service] = state with
            {
                Desired = _sizes.FindDesired(service) ?? state.Pods,
                IsAtMaximum = _sizes.IsAtMaximum(service),
            };
        }

        return new CapacityView(pods, sources, nodes, services, _lost.Names);
    }

    private PodCapacity Describe(ServicePod pod, ServiceLoadPlan plan, string node, ReadyShares shares, DateTimeOffset now)
    {
        var isStarting = IsStarting(pod.Pod, plan, now);
        return new PodCapacity
        {
            Name = pod.Pod.Uid,
            Service = pod.Service,
            Node = node,
            IsReady = IsReceiving(pod.Pod, plan, now),
            IsWorking = pod.Pod.StartedAt is not null && !isStarting && !_lost.Contains(node),
            AnswersErrors = pod.HasErrors,
            CpuLimit = pod.Pod.CpuLimit,
            CpuRequest = pod.Pod.CpuRequest,
            OtherCpu =
                pod.Pod.StartedAt is null ? 0
                : isStarting ? plan.StartUpCpu
                : plan.IdleCpu,
            Weight = shares.GetWeight(pod.Workload),
        };
    }

    /// <summary>Whether requests are sent to a pod: the cluster lists it, and the load balancer has not noticed that it is lost.</summary>
    private bool IsReceiving(VirtualPod pod, ServiceLoadPlan plan, DateTimeOffset now)
    {
        if (!pod.IsReady || pod.IsDeleting || pod.Node is null)
        {
            return false;
        }

        if (plan.Detection is not { } detection || _lost.FindSince(pod.Node) is not { } since)
        {
            return true;
        }

        Expire(since + detection, now);
        return since + detection > now;
    }

    private bool IsStarting(VirtualPod pod, ServiceLoadPlan plan, DateTimeOffset now)
    {
        if (pod.StartedAt is not { } started)
        {
            return false;
        }

        Expire(started + plan.StartUp, now);
        return started + plan.StartUp > now;
    }

    private void Expire(DateTimeOffset at, DateTimeOffset now)
    {
        if (at > now && at < _validUntil)
        {
            _validUntil = at;
        }
    }

    private ServiceState Count(ServiceState state, ServicePod pod, ServiceLoadPlan plan, DateTimeOffset now)
    {
        if (pod.Pod.IsDeleting)
        {
            return state;
        }

        var isReceiving = IsReceiving(pod.Pod, plan, now);
        var isLost = pod.Pod.Node is { } name && _lost.Contains(name);
        var isPending = pod.Pod is { Node: null, UnschedulableReason: not null };
        return state with
        {
            Pods = state.Pods + 1,
            Ready = state.Ready + (isReceiving ? 1 : 0),
            Lost = state.Lost + (isLost ? 1 : 0),
            Faulty = state.Faulty + (isReceiving && pod.HasErrors ? 1 : 0),
            Pending = state.Pending + (isPending ? 1 : 0),
            PendingReason = state.PendingReason ?? (isPending ? SchedulingReason.Describe(pod.Pod.UnschedulableReason!) : null),
            CpuRequested = state.CpuRequested + pod.Pod.CpuRequest,
        };
    }

    /// <summary>
    /// Adds the pods that have ended in order since the last step: they finish what they work on, although their node may be gone by now.
    /// </summary>
    private void AddLeaving(List<PodCapacity> pods, List<PodSource?> sources, Dictionary<string, double> nodes, DateTimeOffset now)
    {
        if (_known is null)
        {
            return;
        }

        var present = pods.Select(pod => pod.Name).ToHashSet(StringComparer.Ordinal);
        var before = pods.Count;
        for (var i = 0; i < _known.Pods.Count; i++)
        {
            var pod = _known.Pods[i];
            if (present.Contains(pod.Name) || _known.Sources[i] is null || !pod.IsWorking || _lost.Contains(pod.Node))
            {
                continue;
            }

            sources.Add(null);
            pods.Add(pod with { IsReady = false, OtherCpu = 0 });
            nodes.TryAdd(pod.Node, _known.NodeCores[pod.Node]);
        }

        if (pods.Count > before)
        {
            // For a single step.
            Expire(now + TimeSpan.FromTicks(1), now);
        }
    }
}
