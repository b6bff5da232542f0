using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
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
    private readonly SortedDictionary<string, NodeInfo> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKey, (string Node, PodRequirements Pod)> _nominated = [];
    private readonly VolumeBindingFilter _volumes;
    private readonly Placement _placement;
    private readonly Preemption _preemption;
    private readonly SchedulingQueue _queue;
    private readonly SchedulingStatusWriter _status;
    private IReadOnlyList<NodeInfo>? _nodeList;

    /// <summary>Subscribes to pods, nodes, volumes and workloads.</summary>
    public Scheduler(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-scheduler");
        _status = new SchedulingStatusWriter(context, _client);
        _pods = context.Pods();
        var (claims, volumes, classes) = (context.Claims(), context.Volumes(), context.StorageClasses());
        var budgets = context.Plain(GroupResource.PodDisruptionBudgets);
        _volumes = new VolumeBindingFilter(claims, volumes, classes);
        _placement = new Placement([_volumes], new WorkloadSelectors(context).Find, context.Identities.Next);
        _preemption = new Preemption(_placement, pod => budgets.ByNamespace[pod.Namespace].Any(b => ForbidsEviction(b, pod)));
        _queue = new SchedulingQueue(context.Loop, Schedule);
        context.Nodes().OnChange(OnNodeChange);
        _pods.OnChange(OnPodChange);
        claims.OnChange(_ => _queue.RetryAll());
        volumes.OnChange(_ => _queue.RetryAll());
        classes.OnChange(_ => _queue.RetryAll());
    }

    private static bool ForbidsEviction(PlainObject budget, Pod pod) =>
        (budget.Source.Status.Number("disruptionsAllowed") ?? 0) <= 0
        && LabelSelector.FromJson(budget.Source.Spec.Map("selector")) is { } selector
        && selector.Matches(pod.Labels);

    private void OnNodeChange(CacheChange<Node> change)
    {
        _nodeList = null;
        if (change.After is null)
        {
            _nodes.Remove(change.Latest.Name);
        }
        else if (_nodes.TryGetValue(change.After.Name, out var existing))
        {
            existing.Update(change.After);
        }
        else
        {
            AddNode(change.After);
        }

        _queue.RetryAll();
    }

    private void AddNode(Node node)
    {
        var info = new NodeInfo(node);
        foreach (var pod in _pods.All.Where(p => p.NodeName == node.Name && !p.IsFinished))
        {
            info.Add(new PodRequirements(pod));
        }

        _nodes.Add(node.Name, info);
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
            OnPodPlaced(pod, node, isNew: change.Before?.NodeName is null);
        }
        else if (IsSchedulable(pod) && (change.Before is null || NeedsRetry(change.Before, pod)))
        {
            _queue.Add(pod.Key, pod.Source.Spec.Number("priority") ?? 0);
        }
    }

    private void OnPodEnded(Pod pod)
    {
        _queue.Remove(pod.Key);
        _nominated.Remove(pod.Key);
        if (pod.NodeName is null || !_nodes.TryGetValue(pod.NodeName, out var info))
        {
            return;
        }

        info.Remove(pod.Uid);
        _queue.RetryAll();
    }

    private void OnPodPlaced(Pod pod, string node, bool isNew)
    {
        if (_nodes.TryGetValue(node, out var info))
        {
            info.Add(new PodRequirements(pod));
        }

        if (!isNew)
        {
            return;
        }

        _queue.Remove(pod.Key);
        _nominated.Remove(pod.Key);
        // Another pod may depend on this one by affinity or topology spread.
        _queue.RetryAll();
    }

    private static bool IsSchedulable(Pod pod) => pod.IsActive && (pod.Source.Spec.Text("schedulerName") ?? Component) == Component;

    // Changes of the status alone, which the scheduler itself writes, cannot make a pod schedulable.
    private static bool NeedsRetry(Pod before, Pod after) =>
        before.Source.Generation != after.Source.Generation
        || !JsonNode.DeepEquals(before.Source.Body["spec"], after.Source.Body["spec"])
        || !JsonNode.DeepEquals(before.Source.Metadata["labels"], after.Source.Metadata["labels"]);

    private void Schedule(ObjectKey key)
    {
        if (_pods.Find(key) is not { NodeName: null } pod || !IsSchedulable(pod))
        {
            return;
        }

        try
        {
            TrySchedule(pod);
        }
        catch (StatusException refused) when (refused.IsConflict || refused.IsNotFound)
        {
            // The pod changed while it was being scheduled: its watch event queues it again.
            _queue.AddUnschedulable(key, 0);
        }
    }

    private void TrySchedule(Pod pod)
    {
        if (pod.Source.Spec.Array("schedulingGates") is { Count: > 0 })
        {
            _status.WriteUnscheduled(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", nominated: null);
            return;
        }

        var requirements = new PodRequirements(pod);
        var nodes = NodesFor(requirements);
        if (nodes.Count == 0)
        {
            Fail(requirements, "no nodes available to schedule pods", nominated: null);
        }
        else if (_volumes.FindUnschedulableReason(requirements) is { } reason)
        {
            Fail(requirements, UnschedulableMessage.ForPod(nodes.Count, reason), nominated: null);
        }
        else
        {
            var result = _placement.Place(requirements, nodes);
            if (result.Node is { } node)
            {
                Assign(requirements, node.Name);
            }
            else
            {
                Preempt(requirements, nodes, result.Rejections);
            }
        }
    }

    // Nodes count as occupied by pods of at least the same priority that are nominated to them.
    private IReadOnlyList<NodeInfo> NodesFor(PodRequirements pod)
    {
        var nodes = _nodeList ??= [.. _nodes.Values];
        var others = _nominated
            .Where(n => n.Key != pod.Pod.Key && n.Value.Pod.Priority >= pod.Priority)
            .Select(n => n.Value)
            .ToLookup(n => n.Node, n => n.Pod);
        return others.Count == 0 ? nodes : [.. nodes.Select(n => others.Contains(n.Name) ? n.With(others[n.Name]) : n)];
    }

    private void Assign(PodRequirements pod, string node)
    {
        var unbound = _volumes.FindUnbound(pod);
        foreach (var claim in unbound)
        {
            SetSelectedNode(claim, node);
        }

        if (unbound.Count > 0)
        {
            // The pod is queued again by the change of its claims.
            _queue.AddUnschedulable(pod.Pod.Key, pod.Priority);
            return;
        }

        _client.Bind(pod.Pod.Namespace, pod.Pod.Name, node);
        _context.Events.Record(
            pod.Pod.Source,
            EventType.Normal,
            "Scheduled",
            $"Successfully assigned {pod.Pod.Namespace}/{pod.Pod.Name} to {node}",
            Component
        );
    }

    private void SetSelectedNode(PersistentVolumeClaim claim, string node)
    {
        if (claim.Annotations.GetValueOrDefault(PersistentVolumeClaim.SelectedNode) == node)
        {
            return;
        }

        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [PersistentVolumeClaim.SelectedNode] = node } },
        };
        _client.Patch(GroupResource.PersistentVolumeClaims, claim.Namespace, claim.Name, patch);
    }

    private void Preempt(PodRequirements pod, IReadOnlyList<NodeInfo> nodes, IReadOnlyDictionary<NodeInfo, Rejection> rejections)
    {
        var message = UnschedulableMessage.ForNodes(nodes.Count, rejections.Values);
        if (
            _nominated.TryGetValue(pod.Pod.Key, out var nominated)
            && _nodes.TryGetValue(nominated.Node, out var nominatedNode)
            && nominatedNode.Pods.Any(p => p.IsDeleting)
        )
        {
            Fail(
                pod,
                UnschedulableMessage.WithPreemption(message, "not eligible due to a terminating pod on the nominated node."),
                nominated.Node
            );
            return;
        }

        var preemption = _preemption.Find(pod, nodes, rejections);
        if (preemption.Node is not { } node)
        {
            Fail(pod, UnschedulableMessage.WithPreemption(message, preemption.Explanation), nominated: null);
            return;
        }

        _nominated[pod.Pod.Key] = (node.Name, pod);
        foreach (var victim in preemption.Victims)
        {
            _status.Evict(victim, pod.Pod, node.Name);
        }

        Fail(pod, message, node.Name);
    }

    private void Fail(PodRequirements pod, string message, string? nominated)
    {
        _queue.AddUnschedulable(pod.Pod.Key, pod.Priority);
        _context.Events.Record(pod.Pod.Source, EventType.Warning, "FailedScheduling", message, Component);
        _status.WriteUnscheduled(pod.Pod, "Unschedulable", message, nominated);
    }
}
