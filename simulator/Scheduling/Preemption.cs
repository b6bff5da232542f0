using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>The node that a pod is nominated to and the pods to evict; without a node, the reason.</summary>
internal sealed record PreemptionResult(NodeInfo? Node, IReadOnlyList<Pod> Victims, string Explanation);

/// <summary>
/// Finds the node where preemption does the least harm: fewest violated disruption budgets, then the lowest priority of victims, then the
/// smallest sum of priorities, then the fewest victims, then those that started last.
/// </summary>
/// <param name="placement">Checks whether a pod fits without the victims.</param>
/// <param name="breaksBudget">Whether evicting a pod would violate its disruption budget.</param>
internal sealed class Preemption(Placement placement, Func<Pod, bool> breaksBudget)
{
    private static readonly Rejection NotHelpful = Rejection.Final("Preemption is not helpful for scheduling");
    private static readonly Rejection NoVictims = Rejection.Final("No preemption victims found for incoming pod");

    /// <summary>Finds the node with the least harmful set of victims.</summary>
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
            if (rejection.IsFinal)
            {
                explanations.Add(NotHelpful);
            }
            else if (Victims(pod, node, nodes, out var why) is not { } victims)
            {
                explanations.Add(why);
            }
            else if (best is null || IsLessHarm(victims, best.Value.Victims))
            {
                best = (node, victims);
            }
        }

        return best is { } found
            ? new PreemptionResult(found.Node, [.. found.Victims.Select(v => v.Pod)], "")
            : new PreemptionResult(null, [], UnschedulableMessage.ForNodes(nodes.Count, explanations));
    }

    private List<PodRequirements>? Victims(PodRequirements pod, NodeInfo node, IReadOnlyList<NodeInfo> nodes, out Rejection why)
    {
        var lesser = node.Placed.Where(p => p.Priority < pod.Priority).ToList();
        why = NoVictims;
        if (lesser.Count == 0)
        {
            return null;
        }

        var gone = lesser.Select(p => p.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        if (TryWithout(gone) is { } rejection)
        {
            why = rejection;
            return null;
        }

        // Reprieve as many pods as possible, those with violated budgets first, then by priority and age.
        foreach (
            var candidate in lesser
                .OrderByDescending(p => breaksBudget(p.Pod))
                .ThenByDescending(p => p.Priority)
                .ThenBy(p => p.Pod.CreationTime)
        )
        {
            gone.Remove(candidate.Pod.Uid);
            if (TryWithout(gone) is not null)
            {
                gone.Add(candidate.Pod.Uid);
            }
        }

        return [.. lesser.Where(p => gone.Contains(p.Pod.Uid))];

        Rejection? TryWithout(HashSet<string> uids)
        {
            var reduced = node.Without(uids);
            return placement.Try(pod, reduced, [.. nodes.Select(n => n == node ? reduced : n)]);
        }
    }

    private bool IsLessHarm(List<PodRequirements> a, List<PodRequirements> b)
    {
        foreach (
            var measure in (ReadOnlySpan<Func<List<PodRequirements>, long>>)
                [
                    v => v.Count(p => breaksBudget(p.Pod)),
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
