namespace Infra.Rehearsal.Requests;

/// <summary>
/// Divides the cores of nodes: a pod gets what the others leave, and in any case its share by CPU requests. What pods use is that of the
/// step before.
/// </summary>
internal sealed class NodeShares
{
    /// <summary>The cores that a pod has at least, so that its requests are not without an end.</summary>
    public const double Least = 0.001;

    // Cores are rounded down to steps of 2 %, so that pods on nodes that are alike stay alike.
    private const double Step = 0.02;

    // Above a limit, cores only decide how fast the quota is used.
    private const double StepAboveLimit = 0.7;

    private readonly Dictionary<string, Node> _nodes = [];

    /// <summary>Takes over what the pods use.</summary>
    public void Update(IReadOnlyDictionary<string, double> nodeCores, IReadOnlyList<PodState> pods)
    {
        foreach (var node in _nodes.Values)
        {
            (node.Used, node.Requested) = (0, 0);
        }

        foreach (var state in pods)
        {
            if (!state.Pod.IsWorking)
            {
                continue;
            }

            var node = state.Node ??= GetOrAdd(state.Pod.Node);
            node.Used += state.Cores + state.Pod.OtherCpu;
            node.Requested += Request(state.Pod);
        }

        foreach (var (name, node) in _nodes)
        {
            node.Cores = nodeCores.GetValueOrDefault(name);
        }
    }

    /// <summary>The cores that a pod can have for requests.</summary>
    public double AvailableTo(PodState state)
    {
        if ((state.Node ?? _nodes.GetValueOrDefault(state.Pod.Node)) is not { } node)
        {
            return Least;
        }

        var most = Math.Min(node.Cores, state.Pod.CpuLimit ?? double.MaxValue);
        var left = node.Cores - (node.Used - state.Cores);
        var share = node.Requested > 0 ? node.Cores * Request(state.Pod) / node.Requested - state.Pod.OtherCpu : 0;
        var available = Math.Max(left, share);
        if (available >= most && left >= node.Cores / 2)
        {
            return Math.Max(Least, node.Cores);
        }

        if (available >= most)
        {
            return Math.Max(Least, Math.Max(most, Round(available, StepAboveLimit)));
        }

        return Math.Max(Least, Math.Min(node.Cores, Round(Math.Max(available, Least), Step)));
    }

    private Node GetOrAdd(string name)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            _nodes.Add(name, node = new Node());
        }

        return node;
    }

    private static double Round(double cores, double step) => Math.Exp(Math.Floor(Math.Log(cores) / step) * step);

    // The kernel's least weight is 2 of 1,024 for a core.
    private static double Request(PodCapacity pod) => Math.Max(pod.CpuRequest, 2.0 / 1024);

    /// <summary>A node and what its pods use.</summary>
    internal sealed class Node
    {
        public double Cores { get; set; }

        public double Used { get; set; }

        public double Requested { get; set; }
    }
}
