using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Autoscaling;

/// <summary>Nodes that a pool could add.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Pods">The pods that would fit on them.</param>
internal sealed record ExpansionOption(AutoscaledPool Pool, IReadOnlyList<NodeInfo> Nodes, IReadOnlyList<PodRequirements> Pods);

/// <summary>
/// Adds nodes for pods that the scheduler finds no node for: those that neither the nodes nor those that start would take. Of the pools on
/// whose nodes they fit, the one that wastes the least grows; a scan decides for one pool.
/// </summary>
internal sealed class ScaleUp(ControllerContext context, ScaledPools pools, Fitting fitting)
{
    // Pods below this priority may be killed at any time, and cause no scale-up.
    private const long ExpendablePriority = -10;

    private readonly ResourceCache<Pod> _pods = context.Pods();

    /// <summary>Decides once; returns whether nodes are added.</summary>
    public bool Run()
    {
        var pending = _pods.All.Where(IsPending).OrderBy(pod => pod.Key.ToString(), StringComparer.Ordinal).ToList();
        if (pending.Count == 0)
        {
            return false;
        }

        var cluster = fitting.Copy();
        foreach (var (node, pods) in pools.All.SelectMany(pools.GetStarting))
        {
            cluster.Add(node, pods);
        }

        var helpless = FindHelpless(pending.Select(pod => new PodRequirements(pod)), cluster);
        if (helpless.Count == 0)
        {
            return false;
        }

        var options = pools.All.Select(pool => Estimate(pool, helpless, cluster)).OfType<ExpansionOption>().ToList();
        var best = LeastWaste.Choose(options, context.Identities.Next);
        Explain(helpless, options, best);
        if (best is null)
        {
            return false;
        }

        pools.Add(best.Pool, best.Nodes.Count);
        return true;
    }

    private bool IsPending(Pod pod) =>
        pod is { NodeName: null, IsActive: true }
        && pod.CreationTime < context.Now
        && (pod.Source.Spec.Number("priority") ?? 0) >= ExpendablePriority
        && pod.Conditions.Any(one => one is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" });

    /// <summary>The pods that neither the nodes nor those that start take. Those of high priority come first.</summary>
    private List<PodRequirements> FindHelpless(IEnumerable<PodRequirements> pods, ClusterNodes cluster)
    {
        var helpless = new List<PodRequirements>();
        foreach (var pod in pods.OrderByDescending(pod => pod.Priority))
        {
            if (fitting.FindFirst(pod, cluster, cluster.All.Where(IsUsable)) is { } node)
            {
                cluster.Put(node, pod);
            }
            else
            {
                helpless.Add(pod);
            }
        }

        return helpless;
    }

    private static bool IsUsable(NodeInfo node) => node.Node.IsReady;

    /// <summary>Packs pods onto new nodes of a pool, the largest first, each on the first node that takes it.</summary>
    private ExpansionOption? Estimate(AutoscaledPool pool, List<PodRequirements> pods, ClusterNodes cluster)
    {
        var room = pool.Max - pools.GetSize(pool);
        if (room <= 0)
        {
            return null;
        }

        var copy = cluster.Copy();
        using var next = pools.GetNext(pool).GetEnumerator();
        var (added, used, placed) = (new List<NodeInfo>(), new HashSet<string>(StringComparer.Ordinal), new List<PodRequirements>());
        foreach (var pod in pods.OrderByDescending(one => GetSize(one, pool)))
        {
            var target = fitting.FindFirst(pod, copy, added);
            if (target is null && (added.Count == 0 || used.Contains(added[^1].Name)) && added.Count < room && next.MoveNext())
            {
                copy.Add(next.Current.Node, next.Current.Pods);
                added.Add(copy.Find(next.Current.Node.Name)!);
                target = fitting.FindFirst(pod, copy, [added[^1]]);
            }

            if (target is not null)
            {
                copy.Put(target, pod);
                used.Add(target.Name);
                placed.Add(pod);
            }
        }

        var needed = added.Where(node => used.Contains(node.Name)).ToList();
        return needed.Count == 0 ? null : new ExpansionOption(pool, needed, placed);
    }

    private double GetSize(PodRequirements pod, AutoscaledPool pool)
    {
        var allocatable = pools.GetNext(pool).Select(one => new NodeInfo(one.Node).Allocatable).FirstOrDefault();
        return allocatable is null
            ? 0
            : pod.Requests.MilliCpu / Math.Max(1.0, allocatable.MilliCpu) + pod.Requests.Memory / Math.Max(1.0, allocatable.Memory);
    }

    private void Explain(List<PodRequirements> helpless, List<ExpansionOption> options, ExpansionOption? best)
    {
        var helped = best?.Pods.Select(pod => pod.Pod.Uid).ToHashSet(StringComparer.Ordinal) ?? [];
        var possible = options.SelectMany(option => option.Pods).Select(pod => pod.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var pod in helpless)
        {
            if (helped.Contains(pod.Pod.Uid))
            {
                var size = pools.GetSize(best!.Pool);
                var text = $"pod triggered scale-up: [{{{best.Pool.Name} {size}->{size + best.Nodes.Count} (max: {best.Pool.Max})}}]";
                Record(pod.Pod, "TriggeredScaleUp", text);
            }
            else if (!possible.Contains(pod.Pod.Uid))
            {
                Record(
                    pod.Pod,
                    "NotTriggerScaleUp",
                    $"pod didn't trigger scale-up: {string.Join(", ", pools.All.Select(pool => Describe(pool, pod)))}"
                );
            }
        }
    }

    private string Describe(AutoscaledPool pool, PodRequirements pod)
    {
        if (pools.GetSize(pool) >= pool.Max)
        {
            return $"{pool.Name}: max node group size reached";
        }

        var (node, pods) = pools.GetNext(pool).FirstOrDefault();
        if (node is null)
        {
            return $"{pool.Name}: its zones are lost";
        }

        var cluster = fitting.Copy();
        cluster.Add(node, pods);
        var rejection = fitting.Check(pod, cluster.Find(node.Name)!, cluster);
        return $"{pool.Name}: {(rejection is null ? "no room left" : string.Join(", ", rejection.Reasons))}";
    }

    private void Record(Pod pod, string reason, string message) =>
        context.Events.Record(pod.Source, EventType.Normal, reason, message, ClusterAutoscaler.Component);
}
