using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling.Filters;

namespace Infra.Simulator.Scheduling;

/// <summary>Binds pods to nodes, or reports why a pod is unschedulable.</summary>
internal sealed class Scheduler
{
    /// <summary>The default of <c>schedulerName</c>, and the source of the scheduler's events.</summary>
    public const string Component = "default-scheduler";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Pod> _pods;
    private readonly ClusterNodes _nodes = new();
    private readonly NodeView _view;
    private readonly Dictionary<string, PodRequirements> _bound = new(StringComparer.Ordinal);
    private readonly Nominations _nominations = new();
    private readonly VolumeBindingFilter _volumes;
    private readonly Placement _placement;
    private readonly Preemption _preemption;
    private readonly SchedulingQueue _queue;
    private readonly SchedulingStatusWriter _status;

    /// <summary>Subscribes to pods, nodes, volumes and workloads.</summary>
    public Scheduler(ControllerContext context)
    {
        _context = context;
        _view = new NodeView(_nodes);
        _client = context.GetClient("kube-scheduler");
        _status = new SchedulingStatusWriter(context, _client);
        _pods = context.Pods();
        var (claims, volumes, classes) = (context.Claims(), context.Volumes(), context.StorageClasses());
        var budgets = context.Plain(GroupResource.PodDisruptionBudgets);
        _volumes = new VolumeBindingFilter(claims, volumes, classes);
        INodeFilter[] filters = [new ReadWriteOncePodFilter(claims), _volumes];
        _placement = new Placement(filters, new WorkloadSelectors(context).Find, context.Identities.Next);
        _preemption = new Preemption(
            _placement,
            new DisruptionBudgets(inNamespace => budgets.ByNamespace[inNamespace]),
            context.Identities.Next
        );
        _queue = new SchedulingQueue(context.Loop, Schedule);
        context.Nodes().OnChange(OnNodeChange);
        _pods.OnChange(OnPodChange);
        claims.OnChange(_ => _queue.RetryAll());
        volumes.OnChange(_ => _queue.RetryAll());
        classes.OnChange(_ => _queue.RetryAll());
    }

    private void OnNodeChange(CacheChange<Node> change)
    {
        var node = change.Latest;
        if (change.After is null)
        {
            _nodes.Remove(node.Name);
        }
        else if (_nodes.Find(node.Name) is { } existing)
        {
            _nodes.Update(existing, node);
        }
        else
        {
            var pods = _pods.All.Where(pod => pod.NodeName == node.Name && !pod.IsFinished);
            _nodes.Add(node, pods.Select(pod => new PodRequirements(pod)));
        }

        _queue.RetryAll();
    }

    private void OnPodChange(CacheChange<Pod> change)
    {
        var pod = change.Latest;
        if (change.After is null || pod.IsFinished)
        {
            OnPodEnded(pod);
        }
        else if (pod.NodeName is { } node)
        {
            OnPodPlaced(pod, node, change.Before);
        }
        else if (IsSchedulable(pod) && (change.Before is null || NeedsRetry(change.Before, pod)))
        {
            _nominations.Adopt(pod);
            _queue.Add(pod.Key, pod.Source.Spec.Number("priority") ?? 0);
        }
    }

    private void OnPodEnded(Pod pod)
    {
        _queue.Remove(pod.Key);
        _nominations.Remove(pod.Key);
        _bound.Remove(pod.Uid);
        if (pod.NodeName is null || _nodes.Find(pod.NodeName) is not { } node)
        {
            return;
        }

        _nodes.Remove(node, pod.Uid);
        _queue.RetryAll();
    }

    private void OnPodPlaced(Pod pod, string name, Pod? before)
    {
        // What was parsed for scheduling is valid as long as nothing but the binding has changed.
        var isOwn = _bound.Remove(pod.Uid, out var bound) && ReferenceEquals(bound.Pod, before);
        if (_nodes.Find(name) is { } node)
        {
            _nodes.Put(node, isOwn ? bound!.OfBound(pod) : node.Find(pod.Uid)?.Of(pod) ?? new PodRequirements(pod));
        }

        if (before?.NodeName is not null)
        {
            return;
        }

        _queue.Remove(pod.Key);
        _nominations.Remove(pod.Key);
        // Another pod may depend on this one by affinity or topology spread.
        _queue.RetryAll();
    }

    private static bool IsSchedulable(Pod pod) => pod.IsActive && (pod.Source.Spec.Text("schedulerName") ?? Component) == Component;

    // Changes of the status alone, which the scheduler writes, cannot make a pod schedulable.
    private static bool NeedsRetry(Pod before, Pod after) =>
        before.Source.Generation != after.Source.Generation
        || !JsonNode.DeepEquals(before.Source.Body["spec"], after.Source.Body["spec"])
        || !JsonNode.DeepEquals(before.Source.Metadata["labels"], after.Source.Metadata["labels"]);

    private void Schedule(ObjectKey key)
    {
        try
        {
            if (_pods.Find(key) is { NodeName: null } pod && IsSchedulable(pod))
            {
                TrySchedule(pod);
            }
        }
        catch (StatusException refused) when (refused.IsConflict || refused.IsNotFound)
        {
            // The pod changed while it was being scheduled: its watch event queues it again.
            _queue.AddUnschedulable(key, FindPriority(key));
        }
        catch (Exception failure)
        {
            _queue.AddFailed(key, FindPriority(key));
            if (_pods.Find(key) is { NodeName: null } pod)
            {
                _status.WriteFailed(pod, failure.Message);
            }

            if (failure is not StatusException)
            {
                _context.Report(Component, $"pod {key}", failure);
            }
        }
    }

    private long FindPriority(ObjectKey pod) => _pods.Find(pod)?.Source.Spec.Number("priority") ?? 0;

    private void TrySchedule(Pod pod)
    {
        if (pod.Source.Spec.Array("schedulingGates") is { Count: > 0 })
        {
            _status.WriteUnscheduled(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", nominated: null);
            return;
        }

        var requirements = new PodRequirements(pod);
        var nodes = _nominations.Occupy(_view, requirements);
        if (nodes.Count == 0)
        {
            Fail(requirements, "no nodes available to schedule pods", nominated: null);
        }
        else if ((NodeNameFilter.FindConflict(requirements) ?? _volumes.FindUnschedulableReason(requirements)) is { } reason)
        {
            Fail(requirements, UnschedulableMessage.ForPod(nodes.Count, reason), nominated: null);
        }
        else
        {
            Place(requirements, nodes);
        }
    }

    private void Place(PodRequirements pod, NodeView nodes)
    {
        // The nominated node needs no comparison with others.
        if (
            _nominations.Find(pod.Pod.Key) is { } nominated
            && nodes.Find(nominated) is { } freed
            && _placement.Check(pod, freed, nodes) is null
        )
        {
            Assign(pod, freed.Name);
            return;
        }

        var result = _placement.Place(pod, nodes);
        if (result.Node is { } node)
        {
            Assign(pod, node.Name);
        }
        else
        {
            Preempt(pod, nodes, result.Rejections);
        }
    }

    private void Assign(PodRequirements pod, string node)
    {
        var unbound = _volumes.FindUnbound(pod);
        foreach (var claim in unbound)
        {
            _status.SelectNode(claim, node);
        }

        if (unbound.Count > 0)
        {
            // The pod is queued again by the change of its claims. Until it is bound, others see it on its node: the volume will be there.
            _nominations.Set(pod, node);
            _queue.AddUnschedulable(pod.Pod.Key, pod.Priority);
            return;
        }

        _client.Bind(pod.Pod.Namespace, pod.Pod.Name, node);
        _bound[pod.Pod.Uid] = pod;
        _context.Events.Record(
            pod.Pod.Source,
            EventType.Normal,
            "Scheduled",
            $"Successfully assigned {pod.Pod.Namespace}/{pod.Pod.Name} to {node}",
            Component
        );
    }

    private void Preempt(PodRequirements pod, NodeView nodes, IReadOnlyList<(NodeInfo Node, Rejection Rejection)> rejections)
    {
        var message = UnschedulableMessage.ForNodes(nodes.Count, rejections.Select(one => one.Rejection));
        if (_nominations.Find(pod.Pod.Key) is { } nominated && IsFreeing(nominated, pod, rejections))
        {
            Fail(
                pod,
                UnschedulableMessage.WithPreemption(message, "not eligible due to a terminating pod on the nominated node."),
                nominated
            );
            return;
        }

        var preemption = _preemption.Find(pod, nodes, rejections);
        if (preemption.Node is not { } node)
        {
            _nominations.Remove(pod.Pod.Key);
            Fail(pod, UnschedulableMessage.WithPreemption(message, preemption.Explanation), nominated: null);
            return;
        }

        _nominations.Set(pod, node.Name);
        foreach (var victim in preemption.Victims.Where(victim => !victim.IsDeleting))
        {
            _status.Preempt(victim, pod.Pod, node.Name);
        }

        WithdrawNominations(node.Name, pod.Priority);
        Fail(pod, message, node.Name);
    }

    /// <summary>Whether a preempted pod of lower priority is still terminating on a node that may fit the pod afterwards.</summary>
    private bool IsFreeing(string name, PodRequirements pod, IReadOnlyList<(NodeInfo Node, Rejection Rejection)> rejections) =>
        _nodes.Find(name) is { } node
        && !rejections.Any(one => one.Node.Name == name && one.Rejection.IsUnresolvable)
        && node.Placed.Any(other => other.Priority < pod.Priority && other.Pod.IsTerminatingByPreemption());

    /// <summary>Lets pods of lower priority that were nominated to a node find another.</summary>
    private void WithdrawNominations(string node, long priority)
    {
        foreach (var key in _nominations.Withdraw(node, priority))
        {
            if (_pods.Find(key) is { } other)
            {
                _status.WithdrawNomination(other);
                _queue.Add(key, other.Source.Spec.Number("priority") ?? 0);
            }
        }
    }

    private void Fail(PodRequirements pod, string message, string? nominated)
    {
        _queue.AddUnschedulable(pod.Pod.Key, pod.Priority);
        _context.Events.Record(pod.Pod.Source, EventType.Warning, "FailedScheduling", message, Component);
        _status.WriteUnscheduled(pod.Pod, "Unschedulable", message, nominated);
    }
}
