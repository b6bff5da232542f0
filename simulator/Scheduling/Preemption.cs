using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>The node that a pod is nominated to and the pods to evict; without a node, the explanation.</summary>
internal sealed record PreemptionResult(NodeInfo? Node, IReadOnlyList<Pod> Victims, string Explanation);

/// <summary>
/// Selects the node whose pods are preempted: the one with the fewest violated disruption budgets, then with the lowest maximum
/// priority of its victims, the smallest sum of priorities, the fewest victims, and the latest start of the oldest victim of that
/// priority. On large clusters the search stops after a number of candidates, as Kubernetes' does.
/// </summary>
/// <param name="placement">Checks whether the pod fits without the victims.</param>
/// <param name="budgets">The disruption budgets.</param>
/// <param name="random">Returns a random number below the given one, for the first node of the search.</param>
internal sealed class Preemption(Placement placement, DisruptionBudgets budgets, Func<int, int> random)
{
    private const int MinCandidates = 100;
    private const int MinCandidatesPercentage = 10;

    private static readonly Rejection NotHelpful = Rejection.Unresolvable("Preemption is not helpful for scheduling");
    private static readonly Rejection NoVictims = Rejection.Unresolvable("No preemption victims found for incoming pod");

    /// <summary>Finds the node and the victims.</summary>
    public PreemptionResult Find(PodRequirements pod, NodeView nodes, IReadOnlyList<(NodeInfo Node, Rejection Rejection)> rejections)
    {
        if (!pod.MayPreempt)
        {
            return new PreemptionResult(null, [], "not eligible due to preemptionPolicy=Never.");
        }

        var explanations = new List<Rejection>(rejections.Where(r => r.Rejection.IsUnresolvable).Select(_ => NotHelpful));
        var potential = rejections.Where(r => !r.Rejection.IsUnresolvable).Select(r => r.Node).ToList();
        var limit = Math.Max(MinCandidates, potential.Count * MinCandidatesPercentage / 100);
        var first = potential.Count > limit ? random(potential.Count) : 0;
        Candidate? best = null;
        var (found, respectsBudgets) = (0, false);
        for (var i = 0; i < potential.Count && !(found >= limit && respectsBudgets); i++)
        {
            var node = potential[(first + i) % potential.Count];
            if (FindVictims(pod, node, nodes, out var explanation) is not { } candidate)
            {
                explanations.Add(explanation);
                continue;
            }

            found++;
            respectsBudgets |= candidate.Violations == 0;
            if (best is null || candidate.IsBetterThan(best))
            {
                best = candidate;
            }
        }

        return best is not null
            ? new PreemptionResult(best.Node, [.. best.Victims.Select(v => v.Pod)], "")
            : new PreemptionResult(null, [], UnschedulableMessage.ForNodes(nodes.Count, explanations));
    }

    private Candidate? FindVictims(PodRequirements pod, NodeInfo node, NodeView nodes, out Rejection explanation)
    {
        // The most important first: by priority, then by age.
        var potential = node.Placed.Where(p => p.Priority < pod.Priority).OrderByDescending(p => p.Priority).ThenBy(GetStart).ToList();
        explanation = NoVictims;
        if (potential.Count == 0)
        {
            return null;
        }

        var evicted = potential.Select(p => p.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        if (CheckWithout(evicted) is { } rejection)
        {
            explanation = rejection;
            return null;
        }

        // Reprieve as many pods as possible, those with violated budgets first.
        var violations = budgets.FindViolations(potential.Select(p => p.Pod));
        foreach (var candidate in potential.OrderByDescending(p => violations.Contains(p.Pod.Uid)))
        {
            evicted.Remove(candidate.Pod.Uid);
            if (CheckWithout(evicted) is not null)
            {
                evicted.Add(candidate.Pod.Uid);
            }
        }

        return new Candidate(node, [.. potential.Where(p => evicted.Contains(p.Pod.Uid))], evicted.Count(violations.Contains));

        Rejection? CheckWithout(HashSet<string> uids)
        {
            var reduced = nodes.Without(node, potential.Where(p => uids.Contains(p.Pod.Uid)));
            return placement.Check(pod, reduced.Find(node.Name)!, reduced);
        }
    }

    private static DateTimeOffset GetStart(PodRequirements pod) => pod.Pod.Source.Status.Time("startTime") ?? pod.Pod.CreationTime;

    /// <summary>A node with the pods that would be evicted from it, the most important first.</summary>
    private sealed record Candidate(NodeInfo Node, IReadOnlyList<PodRequirements> Victims, int Violations)
    {
        // In the order of their importance; the smaller value wins.
        private static readonly Func<Candidate, long>[] _measures =
        [
            c => c.Violations,
            c => c.Victims.Count == 0 ? long.MinValue : c.Victims[0].Priority,
            // An offset per victim keeps negative priorities from making more victims look better than fewer.
            c => c.Victims.Sum(p => p.Priority + int.MaxValue + 1L),
            c => c.Victims.Count,
            c => -c.Victims.TakeWhile(p => p.Priority == c.Victims[0].Priority).Select(p => GetStart(p).Ticks).DefaultIfEmpty().Min(),
        ];

        public bool IsBetterThan(Candidate other)
        {
            foreach (var measure in _measures)
            {
                var (own, theirs) = (measure(this), measure(other));
                if (own != theirs)
                {
                    return own < theirs;
                }
            }

            return false;
        }
    }
}
