using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling.Filters;
using Infra.Simulator.Scheduling.Scores;

namespace Infra.Simulator.Scheduling;

/// <summary>The result of placing a pod.</summary>
/// <param name="Node">The best node; null if none is feasible.</param>
/// <param name="Rejections">The reason for each infeasible node that was examined.</param>
internal sealed record PlacementResult(NodeInfo? Node, IReadOnlyList<(NodeInfo Node, Rejection Rejection)> Rejections);

/// <summary>
/// Chooses a node for a pod: filters reject nodes, scores rank the rest, ties are broken at random. On large clusters the search stops
/// after a number of feasible nodes; the next search starts where it stopped.
/// </summary>
/// <param name="extraFilters">Filters that need more than the nodes, such as volumes.</param>
/// <param name="workloadSelector">Returns the selector of a pod's workload and Services; null for none.</param>
/// <param name="random">Returns a random number below the given one, to break ties.</param>
internal sealed class Placement(
    IEnumerable<INodeFilter> extraFilters,
    Func<PodRequirements, LabelSelector?> workloadSelector,
    Func<int, int> random
)
{
    private const int MinFeasibleNodes = 100;

    // In Kubernetes' order: the first filter that rejects a node supplies the reason.
    private readonly INodeFilter[] _filters =
    [
        new NodeNameFilter(),
        new NodeUnschedulableFilter(),
        new TaintTolerationFilter(),
        new NodeAffinityFilter(),
        new HostPortsFilter(),
        new ResourcesFilter(),
        .. extraFilters,
        new TopologySpreadFilter(),
        new PodAffinityFilter(),
    ];

    private readonly (INodeScore Score, int Weight)[] _scores =
    [
        (new TaintTolerationScore(), 3),
        (new NodeAffinityScore(), 2),
        (new TopologySpreadScore(workloadSelector), 2),
        (new PodAffinityScore(), 2),
        (new LeastAllocatedScore(), 1),
        (new BalancedAllocationScore(), 1),
        (new ImageLocalityScore(), 1),
    ];

    private int _next;

    /// <summary>Finds the best node for a pod.</summary>
    public PlacementResult Place(PodRequirements pod, NodeView nodes)
    {
        var filters = Prepare(pod, nodes);
        var limit = CountFeasibleNodesToFind(nodes.Count);
        var (candidates, rejections) = (new List<NodeInfo>(), new List<(NodeInfo, Rejection)>());
        var examined = 0;
        for (; examined < nodes.Count && candidates.Count < limit; examined++)
        {
            var node = nodes[(_next + examined) % nodes.Count];
            if (RunFilters(filters, node) is { } rejection)
            {
                rejections.Add((node, rejection));
            }
            else
            {
                candidates.Add(node);
            }
        }

        _next = nodes.Count == 0 ? 0 : (_next + examined) % nodes.Count;
        return new PlacementResult(candidates.Count == 0 ? null : Best(pod, candidates, nodes), rejections);
    }

    /// <summary>The reason a node is infeasible; null if it is feasible.</summary>
    public Rejection? Check(PodRequirements pod, NodeInfo node, NodeView nodes) => RunFilters(Prepare(pod, nodes), node);

    /// <summary>Prepares the check of several nodes for a pod: it returns the reason a node is infeasible, or null.</summary>
    public Func<NodeInfo, Rejection?> PrepareCheck(PodRequirements pod, NodeView nodes)
    {
        var filters = Prepare(pod, nodes);
        return node => RunFilters(filters, node);
    }

    private List<Func<NodeInfo, Rejection?>> Prepare(PodRequirements pod, NodeView nodes) =>
        [.. _filters.Select(f => f.Prepare(pod, nodes)).OfType<Func<NodeInfo, Rejection?>>()];

    private static Rejection? RunFilters(List<Func<NodeInfo, Rejection?>> filters, NodeInfo node)
    {
        foreach (var filter in filters)
        {
            if (filter(node) is { } rejection)
            {
                return rejection;
            }
        }

        return null;
    }

    private NodeInfo Best(PodRequirements pod, List<NodeInfo> candidates, NodeView nodes)
    {
        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        var totals = new long[candidates.Count];
        foreach (var (score, weight) in _scores)
        {
            if (score.Score(pod, candidates, nodes) is not { } scores)
            {
                continue;
            }

            for (var i = 0; i < totals.Length; i++)
            {
                totals[i] += weight * scores[i];
            }
        }

        var best = totals.Max();
        var winners = new List<NodeInfo>();
        for (var i = 0; i < totals.Length; i++)
        {
            if (totals[i] == best)
            {
                winners.Add(candidates[i]);
            }
        }

        return winners.Count == 1 ? winners[0] : winners[random(winners.Count)];
    }

    private static int CountFeasibleNodesToFind(int nodes)
    {
        if (nodes < MinFeasibleNodes)
        {
            return nodes;
        }

        var percentage = Math.Max(5, 50 - (nodes / 125));
        return Math.Max(MinFeasibleNodes, nodes * percentage / 100);
    }
}
