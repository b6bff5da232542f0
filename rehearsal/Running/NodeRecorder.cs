using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Simulator.Hosting.Virtual;

namespace Infra.Rehearsal.Running;

/// <summary>Records the nodes and what they cost.</summary>
internal sealed class NodeRecorder(RehearsedCluster cluster, RehearsalPlan plan, Timeline timeline)
{
    private readonly Dictionary<string, Recording> _nodes = new(StringComparer.Ordinal);
    private readonly List<Recording> _order = [];
    private readonly Dictionary<string, double> _hours = plan.Pools.ToDictionary(pool => pool.Name, _ => 0.0, StringComparer.Ordinal);
    private long _version = -1;

    /// <summary>Records a step: nodes that come, go, or change.</summary>
    /// <param name="duration">Its length.</param>
    /// <param name="isStarted">Whether the scenario has started, so that nodes cost.</param>
    public void Observe(TimeSpan duration, bool isStarted)
    {
        if (isStarted)
        {
            foreach (var node in cluster.Cluster.Nodes)
            {
                AddHours(node.Pool, duration);
            }
        }

        if (_version == cluster.Cluster.Version)
        {
            return;
        }

        _version = cluster.Cluster.Version;
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in cluster.Cluster.Nodes)
        {
            present.Add(node.Uid);
            Observe(node, isStarted);
        }

        foreach (var gone in _nodes.Values.Where(one => !present.Contains(one.Latest.Uid)).ToList())
        {
            _nodes.Remove(gone.Latest.Uid);
            timeline.Add(TimelineEventType.Node, gone.Latest.Name, $"{gone.Latest.Name} is removed");
        }
    }

    /// <summary>Adds a sample of each node.</summary>
    public void Sample(TimeSpan at, CapacityView view, RequestOutcome outcome)
    {
        var loads = new Dictionary<string, NodeLoad>(StringComparer.Ordinal);
        foreach (var pod in cluster.Pods)
        {
            if (pod.Pod.Node is not { } name)
            {
                continue;
            }

            if (!loads.TryGetValue(name, out var load))
            {
                loads[name] = load = new NodeLoad();
            }

            load.Cpu += pod.Pod.CpuRequest;
            load.Memory += pod.Pod.MemoryRequest;
            load.Pods[pod.Service] = load.Pods.GetValueOrDefault(pod.Service) + 1;
            load.Used += outcome.Pods.Find(pod.Pod.Uid)?.Cores ?? 0;
        }

        foreach (var node in cluster.Cluster.Nodes)
        {
            if (_nodes.TryGetValue(node.Uid, out var recording))
            {
                var load = loads.GetValueOrDefault(node.Name) ?? new NodeLoad();
                recording.Samples.Add(
                    new NodeSample(
                        at,
                        node is { IsReady: true, IsUnschedulable: false } && !view.Lost.Contains(node.Name),
                        load.Cpu,
                        load.Used,
                        load.Memory,
                        load.Pods
                    )
                );
            }
        }
    }

    /// <summary>The nodes, in the order in which they were added.</summary>
    public IReadOnlyList<NodeTimeline> ToTimelines() =>
        [
            .. _order
                .Where(one => one.Samples.Count > 0)
                .Select(one => new NodeTimeline(
                    one.Latest.Name,
                    one.Latest.Pool,
                    one.Latest.Zone,
                    one.Latest.Cores,
                    one.Latest.Memory,
                    one.Samples
                )),
        ];

    /// <summary>What the nodes cost; null if no pool has a price.</summary>
    public CostEstimate? ToCost(TimeSpan reached)
    {
        var prices = plan.Pools.Where(pool => pool.Price is not null).ToList();
        if (prices.Count == 0 || reached <= TimeSpan.Zero)
        {
            return null;
        }

        var pools = prices.ToDictionary(pool => pool.Name, pool => _hours[pool.Name] * pool.Price!.Value, StringComparer.Ordinal);
        var whole = pools.Values.Sum();
        var perDay = whole / reached.TotalDays;
        return new CostEstimate(whole, perDay, perDay * 365 / 12, pools);
    }

    private void Observe(VirtualNode node, bool isStarted)
    {
        if (!_nodes.TryGetValue(node.Uid, out var known))
        {
            _nodes[node.Uid] = known = new Recording(node);
            _order.Add(known);
            timeline.Add(TimelineEventType.Node, node.Name, $"{node.Name} is added");
            if (isStarted && plan.Pools.FirstOrDefault(pool => pool.Name == node.Pool) is { } pool)
            {
                // A machine costs from its order on.
                AddHours(node.Pool, pool.StartUp);
            }
        }
        else if (known.Latest.IsReady != node.IsReady)
        {
            timeline.Add(TimelineEventType.Node, node.Name, node.IsReady ? $"{node.Name} is ready again" : $"{node.Name} is not ready");
        }

        known.Latest = node;
    }

    private void AddHours(string pool, TimeSpan duration)
    {
        if (_hours.TryGetValue(pool, out var hours))
        {
            _hours[pool] = hours + duration.TotalHours;
        }
    }

    private sealed class Recording(VirtualNode node)
    {
        public VirtualNode Latest { get; set; } = node;

        public List<NodeSample> Samples { get; } = [];
    }

    private sealed class NodeLoad
    {
        public double Cpu { get; set; }

        public double Used { get; set; }

        public double Memory { get; set; }

        public Dictionary<string, int> Pods { get; } = new(StringComparer.Ordinal);
    }
}
