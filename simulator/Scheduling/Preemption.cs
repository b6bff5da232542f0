using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>The node that a pod is nominated to and the pods to evict; without a node, the explanation.</summary>
internal sealed record PreemptionResult(NodeInfo? Node, IReadOnlyList<Pod> Victims, string Explanation);

/// <summary>
/// Selects the node whose pods are preempted: the one with the fewest violated disruption budgets, then with the lowest maximum
/// priority of its victims, the smallest sum of priorities, the fewest victims, and the latest creation of the oldest victim of that
/// priority.
/// </summary>
/// <param name="placement">Checks whether the pod fits without the victims.</param>
/// <param name="violatesBudget">Whether evicting a pod would violate its disruption budget.</param>
internal sealed class Preemption(Placement placement, Func<Pod, bool> violatesBudget)
{
    private static readonly Rejection NotHelpful = Rejection.Unresolvable("Preemption is not helpful for scheduling");
    private static readonly Rejection NoVictims = Rejection.Unresolvable("No preemption victims found for incoming pod");

    /// <summary>Finds the node and the victims.</summary>
    public PreemptionResult Find(PodRequirements pod, IReadOnlyList<NodeInfo> nodes, IReadOnlyDictionary<NodeInfo, Rejection> rejections)
    {
        if (!pod.MayPreempt)
        {
            return new PreemptionResult(null, [], "not eligible due to preemptionPolicy=Never.");
        }

        var explanations = new List<Rejection>();
        (NodeInfo Node, List<PodRequirements> Victims)? best = null;
        foreach (var (node, rejection) in rejections)
        {
            if (rejection.IsUnresolvable)
            {
                explanations.Add(NotHelpful);
            }
            else if (Victims(pod, node, nodes, out var explanation) is not { } victims)
            {
                explanations.Add(explanation);
            }
            else if (best is null || IsBetter(victims, best.Value.Victims))
            {
                best = (node, victims);
            }
        }

        return best is { } found
            ? new PreemptionResult(found.Node, [.. found.Victims.Select(v => v.Pod)], "")
            : new PreemptionResult(null, [], UnschedulableMessage.ForNodes(nodes.Count, explanations));
    }

    private List<PodRequirements>? Victims(PodRequirements pod, NodeInfo node, IReadOnlyList<NodeInfo> nodes, out Rejection explanation)
    {
        var lowerPriority = node.Placed.Where(p => p.Priority < pod.Priority).ToList();
        explanation = NoVictims;
        if (lowerPriority.Count == 0)
        {
            return null;
        }

        var evicted = lowerPriority.Select(p => p.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        if (CheckWithout(evicted) is { } rejection)
        {
            explanation = rejection;
            return null;
        }

        // Reprieve as many pods as possible, those with violated budgets first, then by priority and age.
        foreach (
            var candidate in lowerPriority
                .OrderByDescending(p => violatesBudget(p.Pod))
                .ThenByDescending(p => p.Priority)
                .ThenBy(p => p.Pod.CreationTime)
        )
        {
            evicted.Remove(candidate.Pod.Uid);
            if (CheckWithout(evicted) is not null)
            {
                evicted.Add(candidate.Pod.Uid);
            }
        }

        return [.. lowerPriority.Where(p => evicted.Contains(p.Pod.Uid))];

        Rejection? CheckWithout(HashSet<string> uids)
        {
            var reduced = node.Without(uids);
            return placement.Check(pod, reduced, [.. nodes.Select(n => n == node ? reduced : n)]);
        }
    }

    private bool IsBetter(List<PodRequirements> a, List<PodRequirements> b)
    {
        foreach (
            var measure in (ReadOnlySpan<Func<List<PodRequirements>, long>>)
                [
                    v => v.Count(p => violatesBudget(p.Pod)),
                    v => v.Max(p => p.Priority),
                    // An offset per victim keeps negative priorities from making more victims look better than fewer.
                    v => v.Sum(p => p.Priority + int.MaxValue + 1L),
                    v => v.Count,
                    v => -v.Where(p => p.Priority == v.Max(o => o.Priority)).Min(p => p.Pod.CreationTime.Ticks),
                ]
        )
        {
            var (left, right) = (measure(a), measure(b));
            if (left != right)
            {
                return left < right;
            }
        }

        return false;
    }
}
