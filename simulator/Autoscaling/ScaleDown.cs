using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Autoscaling;

/// <summary>
/// Removes nodes that were not needed for ten minutes: less than half requested, and all pods would fit elsewhere within their budgets.
/// Empty nodes go together, others one at a time.
/// </summary>
internal sealed class ScaleDown
{
    private const double Threshold = 0.5;
    private const int MaxEmptyRemovals = 10;
    private const int MaxNonEmptyCandidates = 30;
    private static readonly TimeSpan _delayAfterAdd = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _delayAfterFailure = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _unneededTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _unreadyTime = TimeSpan.FromMinutes(20);

    private readonly ControllerContext _context;
    private readonly ScaledPools _pools;
    private readonly Fitting _fitting;
    private readonly ResourceCache<PlainObject> _budgets;
    private readonly NodeRemoval _removal;
    private readonly Dictionary<string, Unneeded> _unneeded = new(StringComparer.Ordinal);
    private (long Version, int Budgets, long Minute) _evaluated = (-1, -1, -1);
    private int _budgetChanges;
    private DateTimeOffset _notBefore;

    public ScaleDown(ControllerContext context, IClusterClient client, ScaledPools pools, Fitting fitting)
    {
        (_context, _pools, _fitting) = (context, pools, fitting);
        _budgets = context.Plain(GroupResource.PodDisruptionBudgets);
        _budgets.OnChange(_ => _budgetChanges++);
        _removal = new NodeRemoval(context, client, pools);
    }

    /// <summary>Nodes were added: none is removed for a while.</summary>
    public void Delay() => _notBefore = _context.Now + _delayAfterAdd;

    /// <summary>Looks for nodes that are not needed, and removes what is due.</summary>
    public void Run()
    {
        if (_removal.Continue() == RemovalState.Failed)
        {
            _notBefore = Later(_notBefore, _context.Now + _delayAfterFailure);
        }

        Update();
        if (_context.Now < _notBefore)
        {
            return;
        }

        var due = _unneeded.Values.Where(IsDue).OrderBy(one => one.Node.Name, StringComparer.Ordinal).ToList();
        var empty = due.Where(one => one.IsEmpty).Take(MaxEmptyRemovals).ToList();
        foreach (var one in empty.Where(CanShrink))
        {
            _unneeded.Remove(one.Node.Name);
            _removal.RemoveEmpty(one.Pool, one.Node);
        }

        if (empty.Count == 0 && !_removal.IsRunning && due.Find(CanShrink) is { } next)
        {
            _unneeded.Remove(next.Node.Name);
            _removal.Begin(next.Pool, next.Node);
        }
    }

    private bool IsDue(Unneeded one) => one.Since + (one.Node.IsReady ? _unneededTime : _unreadyTime) < _context.Now;

    private bool CanShrink(Unneeded one) => _pools.GetSize(one.Pool) - (_removal.IsRemovingFrom(one.Pool) ? 1 : 0) > one.Pool.Min;

    /// <summary>
    /// Finds the unneeded nodes once a minute, and before one is removed. Pods, nodes and budgets decide, and pods that take too long to
    /// end.
    /// </summary>
    private void Update()
    {
        var minute = _context.Now.Ticks / TimeSpan.TicksPerMinute;
        if (_evaluated == (_fitting.Version, _budgetChanges, minute) || (_evaluated.Minute == minute && !_unneeded.Values.Any(IsDue)))
        {
            return;
        }

        _evaluated = (_fitting.Version, _budgetChanges, minute);
        var found = Find().ToDictionary(one => one.Node.Name, StringComparer.Ordinal);
        foreach (var gone in _unneeded.Keys.Except(found.Keys).ToList())
        {
            _unneeded.Remove(gone);
        }

        foreach (var one in found.Values)
        {
            var since =
                _unneeded.TryGetValue(one.Node.Name, out var known) && known.Node.IsReady == one.Node.IsReady ? known.Since : one.Since;
            _unneeded[one.Node.Name] = one with { Since = since };
        }
    }

    private List<Unneeded> Find()
    {
        var candidates = _pools
            .All.Where(pool => _pools.GetSize(pool) > pool.Min)
            .SelectMany(pool => _pools.GetNodes(pool).Select(node => (Pool: pool, Info: _fitting.Find(node.Name))))
            .Where(one => one.Info is not null && !_removal.IsRemoving(one.Info.Name) && IsCandidate(one.Info))
            .ToList();
        var found = new List<Unneeded>();
        if (candidates.Count == 0)
        {
            return found;
        }

        var cluster = _fitting.Copy();
        var budgets = new DisruptionBudgets(inNamespace => _budgets.ByNamespace[inNamespace]);
        var evicted = new List<Pod>();
        var tried = 0;
        foreach (var (pool, info) in candidates.OrderBy(one => one.Info!.Placed.Count))
        {
            if (MovablePods.Find(info!, HasBudget, _context.Now) is not { } pods || (pods.Count > 0 && ++tried > MaxNonEmptyCandidates))
            {
                continue;
            }

            if (
                budgets.FindViolations([.. evicted, .. pods.Select(pod => pod.Pod)]).Count == 0
                && TryMove(cluster.Find(info!.Name)!, pods, cluster)
            )
            {
                evicted.AddRange(pods.Select(pod => pod.Pod));
                found.Add(new Unneeded(pool, info.Node, pods.Count == 0, _context.Now));
            }
        }

        return found;
    }

    /// <summary>Moves the pods of a node to others, and removes it; without a place for each, it stays as it is.</summary>
    private bool TryMove(NodeInfo node, IReadOnlyList<PodRequirements> pods, ClusterNodes cluster)
    {
        List<PodRequirements> placed = [.. node.Placed];
        cluster.Remove(node.Name);
        var moved = new List<(NodeInfo Target, PodRequirements Pod)>();
        foreach (var pod in pods)
        {
            if (_fitting.FindFirst(pod, cluster, cluster.All.Where(IsTarget)) is not { } target)
            {
                moved.ForEach(one => cluster.Remove(one.Target, one.Pod.Pod.Uid));
                cluster.Add(node.Node, placed);
                return false;
            }

            cluster.Put(target, pod);
            moved.Add((target, pod));
        }

        return true;
    }

    private bool IsTarget(NodeInfo node) => node.Node.IsReady && !_removal.IsRemoving(node.Name);

    private bool IsCandidate(NodeInfo node)
    {
        if (!node.Node.IsReady)
        {
            return true;
        }

        var (cpu, memory) = (0L, 0L);
        foreach (var placed in node.Placed)
        {
            if (!MovablePods.IsTerminatingLong(placed.Pod, _context.Now))
            {
                (cpu, memory) = (cpu + placed.Requests.MilliCpu, memory + placed.Requests.Memory);
            }
        }

        return cpu < Threshold * node.Allocatable.MilliCpu && memory < Threshold * node.Allocatable.Memory;
    }

    private bool HasBudget(Pod pod) => _budgets.ByNamespace[pod.Namespace].Any(budget => budget.Selector?.Matches(pod.Labels) == true);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed record Unneeded(AutoscaledPool Pool, Node Node, bool IsEmpty, DateTimeOffset Since);
}
