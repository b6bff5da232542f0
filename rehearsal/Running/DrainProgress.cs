using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Results;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Rehearsal.Running;

/// <summary>
/// The drain of some nodes, one after the other. A node that stays out of service for a time after its pods have left is back before the
/// next is drained, as in a rolling maintenance.
/// </summary>
internal sealed class DrainProgress(
    RehearsedCluster cluster,
    Timeline timeline,
    int number,
    IReadOnlyList<string> nodes,
    TimeSpan? outOfService
)
{
    // A refused eviction is tried again every five seconds; a pod that still has not left then is held by its budget.
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(30);

    private readonly Queue<string> _waiting = new(nodes);
    private readonly List<(TimeSpan End, string Fault)> _drained = [];
    private readonly Dictionary<string, int> _blocked = new(StringComparer.Ordinal);
    private (string Node, string Fault, TimeSpan Begun)? _current;

    /// <summary>Continues the drain; returns whether it is over.</summary>
    public bool Advance(TimeSpan at)
    {
        foreach (var (end, fault) in _drained.Where(one => one.End <= at).ToList())
        {
            cluster.Cluster.EndFault(fault);
            _drained.Remove((end, fault));
        }

        if (_current is { } current)
        {
            Observe(current.Node, at - current.Begun);
            if (FindPods(current.Node).Any())
            {
                return false;
            }

            Release();
            _drained.Add((outOfService is { } time ? at + time : TimeSpan.MaxValue, current.Fault));
            _current = null;
            if (_waiting.Count == 0)
            {
                timeline.End(number);
            }
        }

        if (_current is null && (outOfService is null || _drained.Count == 0) && _waiting.TryDequeue(out var next))
        {
            _current = (next, cluster.Cluster.BeginFault(FaultType.Drain, next), at);
        }

        return _current is null && _waiting.Count == 0 && _drained.TrueForAll(one => one.End == TimeSpan.MaxValue);
    }

    private IEnumerable<ServicePod> FindPods(string node) =>
        cluster.Pods.Where(pod => pod.Pod.Node == node && pod.Pod.Source.Controller?.Kind != "DaemonSet");

    private void Observe(string node, TimeSpan elapsed)
    {
        if (elapsed < _delay)
        {
            return;
        }

        foreach (var pod in FindPods(node).Where(pod => !pod.Pod.IsDeleting))
        {
            foreach (var budget in cluster.FindBlockingBudgets(pod.Pod))
            {
                if (!_blocked.ContainsKey(budget))
                {
                    var subject = pod.Service.Length > 0 ? pod.Service : $"{pod.Pod.Namespace}/{pod.Pod.Name}";
                    _blocked[budget] = timeline.Add(
                        TimelineEventType.Disruption,
                        subject,
                        $"the disruption budget {budget} delays the drain of {node}"
                    );
                }
            }
        }
    }

    private void Release()
    {
        foreach (var blocked in _blocked.Values)
        {
            timeline.End(blocked);
        }

        _blocked.Clear();
    }
}
