using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Rehearsal.Running;

/// <summary>Does to the cluster what the plan says, when its time comes.</summary>
internal sealed class FaultSchedule
{
    private readonly RehearsedCluster _cluster;
    private readonly Timeline _timeline;
    private readonly RolloutWatch _rollouts;
    private readonly Queue<FaultPlan> _planned;
    private readonly List<DrainProgress> _drains = [];
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _later = new();
    private int _order;

    public FaultSchedule(RehearsedCluster cluster, RehearsalPlan plan, Timeline timeline)
    {
        (_cluster, _timeline) = (cluster, timeline);
        _planned = new Queue<FaultPlan>(plan.Faults.OrderBy(fault => fault.At));
        _rollouts = new RolloutWatch(cluster, timeline);
    }

    /// <summary>Begins and ends what is due.</summary>
    public void Advance(TimeSpan at)
    {
        while (_later.TryPeek(out var action, out var due) && due.At <= at)
        {
            _later.Dequeue();
            action();
        }

        while (_planned.TryPeek(out var fault) && fault.At <= at)
        {
            _planned.Dequeue();
            Begin(fault, at);
        }

        _drains.RemoveAll(drain => drain.Advance(at));
        _rollouts.Advance();
    }

    private void Begin(FaultPlan fault, TimeSpan at)
    {
        switch (fault)
        {
            case ZoneLoss zone:
                Lose(zone, zone.Zone, [(FaultType.LoseZone, zone.Zone)], zone.For, at);
                break;
            case NodeLoss node:
                var lost = ChooseNodes(node.Count, node.Pool).Select(one => one.Name).ToList();
                var stops = lost.Select(name => (FaultType.StopNode, name)).ToList();
                Lose(node with { Count = lost.Count }, string.Join(", ", lost), stops, node.For, at);
                break;
            case NodeDrain drain:
                var nodes = ChooseNodes(drain.Count, drain.Pool).Select(one => one.Name).ToList();
                var number = _timeline.Add(TimelineEventType.Fault, string.Join(", ", nodes), (drain with { Count = nodes.Count }).Text);
                _drains.Add(new DrainProgress(_cluster, _timeline, number, nodes, drain.For));
                break;
            case PodKill kill:
                Kill(kill);
                break;
            case Rollout rollout:
                Deploy(rollout, at);
                break;
            default:
                throw new NotSupportedException($"A rehearsal cannot cause {fault.GetType().Name}.");
        }
    }

    private void Lose(
        FaultPlan fault,
        string subject,
        IReadOnlyList<(FaultType Type, string Target)> faults,
        TimeSpan? duration,
        TimeSpan at
    )
    {
        var number = _timeline.Add(TimelineEventType.Fault, subject, fault.Text);
        var names = faults.Select(one => _cluster.Cluster.BeginFault(one.Type, one.Target)).ToList();
        if (duration is { } length)
        {
            After(at + length, () =>
            {
                names.ForEach(_cluster.Cluster.EndFault);
                _timeline.End(number);
            });
        }
    }

    private void Kill(PodKill kill)
    {
        _timeline.Add(TimelineEventType.Fault, kill.Service, kill.Text);
        foreach (
            var pod in _cluster
                .Pods.Where(pod => pod.Service == kill.Service && pod.Pod is { IsReady: true, IsDeleting: false })
                .OrderBy(pod => pod.Pod.Name, StringComparer.Ordinal)
                .Take(kill.Count)
                .ToList()
        )
        {
            _cluster.Cluster.BeginFault(FaultType.KillPod, $"{pod.Pod.Namespace}/{pod.Pod.Name}");
        }
    }

    private void Deploy(Rollout rollout, TimeSpan at)
    {
        if (_cluster.Stack.Services.FirstOrDefault(one => one.Name == rollout.Service) is not { } service)
        {
            _timeline.Add(TimelineEventType.Rollout, rollout.Service, $"{rollout.Text}: the stack has no such service");
            return;
        }

        _rollouts.Deploy(service, rollout.Version, rollout.Failure, rollout.Text);
        if (rollout.RollBackAfter is { } wait)
        {
            After(at + wait, () => _rollouts.RollBack(service));
        }
    }

    /// <summary>The nodes with the most pods of services, which are neither lost nor cordoned.</summary>
    private IEnumerable<VirtualNode> ChooseNodes(int count, string? pool)
    {
        var pods = _cluster
            .Pods.Where(pod => pod.Service.Length > 0 && pod.Pod.Node is not null)
            .CountBy(pod => pod.Pod.Node!)
            .ToDictionary();
        var lost = _cluster.Cluster.LostNodes;
        return
        [
            .. _cluster
                .Cluster.Nodes.Where(node => (pool is null || node.Pool == pool) && !node.IsUnschedulable && !lost.Contains(node.Name))
                .OrderByDescending(node => pods.GetValueOrDefault(node.Name))
                .ThenBy(node => node.Name, StringComparer.Ordinal)
                .Take(count),
        ];
    }

    private void After(TimeSpan at, Action action) => _later.Enqueue(action, (at, ++_order));
}
