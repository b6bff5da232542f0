using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>
/// The pods, nodes and autoscalers of a virtual cluster. Each version is read once; lists are made when they are asked for.
/// </summary>
internal sealed class VirtualState
{
    // With the order of their creation.
    private readonly Dictionary<string, (long Order, VirtualPod Pod)> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Order, VirtualNode Node)> _nodes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, VirtualAutoscaler> _autoscalers = new(StringComparer.Ordinal);
    private readonly ResourceCache<Node> _nodeViews;
    private IReadOnlyList<VirtualPod>? _podList;
    private IReadOnlyList<VirtualNode>? _nodeList;
    private IReadOnlyList<VirtualAutoscaler>? _autoscalerList;
    private long _order;

    public VirtualState(ControllerContext context)
    {
        context.Pods().OnChange(OnPod);
        _nodeViews = context.Nodes();
        _nodeViews.OnChange(OnNode);
        context.Plain(GroupResource.HorizontalPodAutoscalers).OnChange(OnAutoscaler);
    }

    public long Version { get; private set; }

    public IReadOnlyCollection<Node> Views => _nodeViews.All;

    public IReadOnlyList<VirtualPod> Pods => _podList ??= [.. _pods.Values.OrderBy(one => one.Order).Select(one => one.Pod)];

    public IReadOnlyList<VirtualNode> Nodes => _nodeList ??= [.. _nodes.Values.OrderBy(one => one.Order).Select(one => one.Node)];

    public IReadOnlyList<VirtualAutoscaler> Autoscalers => _autoscalerList ??= [.. _autoscalers.Values];

    private void OnPod(CacheChange<Pod> change)
    {
        (_podList, Version) = (null, Version + 1);
        if (change.After is not { } pod)
        {
            _pods.Remove(change.Latest.Uid);
            return;
        }

        _pods[pod.Uid] = _pods.TryGetValue(pod.Uid, out var before)
            ? (before.Order, new VirtualPod(pod, before.Pod))
            : (++_order, new VirtualPod(pod, null));
    }

    private void OnNode(CacheChange<Node> change)
    {
        (_nodeList, Version) = (null, Version + 1);
        if (change.After is not { } node)
        {
            _nodes.Remove(change.Latest.Uid);
            return;
        }

        var order = _nodes.TryGetValue(node.Uid, out var before) ? before.Order : ++_order;
        _nodes[node.Uid] = (order, new VirtualNode(node));
    }

    private void OnAutoscaler(CacheChange<PlainObject> change)
    {
        _autoscalerList = null;
        if (change.After is { } autoscaler)
        {
            var before = _autoscalers.GetValueOrDefault($"{autoscaler.Key}");
            var after = new VirtualAutoscaler(autoscaler);
            _autoscalers[$"{autoscaler.Key}"] = after;
            // Its metrics change with each sync.
            Version += before?.Desired == after.Desired ? 0 : 1;
        }
        else
        {
            _autoscalers.Remove($"{change.Latest.Key}");
        }
    }
}
