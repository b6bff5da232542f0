namespace Infra.Rehearsal.Requests;

/// <summary>
/// The services and their calls without circles, callers first. A service that is called again through a circle is there once for each
/// round, up to a depth; a call beyond it is not made.
/// </summary>
internal sealed class CallGraph
{
    private readonly IReadOnlyList<ServiceBehaviour> _services;
    private readonly Dictionary<string, int> _indices = [];
    private readonly HashSet<(int Caller, int Call)> _closing = [];
    private readonly Dictionary<(int Service, int Round), CallNode> _nodes = [];
    private readonly ILookup<int, CallNode> _ofServices;
    private readonly int _depth;

    /// <summary>Finds the order of the calls.</summary>
    /// <exception cref="ArgumentException">A service is there twice, or calls one that is not there.</exception>
    /// <exception cref="CyclicCallException">Calls are cyclic, and <paramref name="depth"/> is null.</exception>
    public CallGraph(IReadOnlyList<ServiceBehaviour> services, int? depth)
    {
        (_services, _depth) = (services, depth ?? 0);
        for (var i = 0; i < services.Count; i++)
        {
            if (!_indices.TryAdd(services[i].Service, i))
            {
                throw new ArgumentException($"service {services[i].Service} is there twice", nameof(services));
            }
        }

        foreach (var (service, called) in services.SelectMany(service => service.Calls.Select(call => (service.Service, call.Service))))
        {
            if (!_indices.ContainsKey(called))
            {
                throw new ArgumentException($"service {service} calls {called}, which is not there", nameof(services));
            }
        }

        FindClosingCalls(depth is null);
        for (var i = 0; i < services.Count; i++)
        {
            Add(i, 0);
        }

        Nodes = [.. Nodes.Reverse()];
        _ofServices = Nodes.ToLookup(node => node.Service);
        foreach (var node in Nodes)
        {
            LastNodes[node.Service] = node;
        }
    }

    /// <summary>The nodes, callers before those they call.</summary>
    public IReadOnlyList<CallNode> Nodes { get; private set; } = new List<CallNode>();

    /// <summary>The last node of each service.</summary>
    public Dictionary<int, CallNode> LastNodes { get; } = [];

    /// <summary>The node of a service that is called from outside.</summary>
    public CallNode Entry(int service) => _nodes[(service, 0)];

    /// <summary>The nodes of a service: one, or one for each round of calls.</summary>
    public IEnumerable<CallNode> NodesOf(int service) => _ofServices[service];

    /// <summary>The index of a service; null if it is not there.</summary>
    public int? Find(string service) => _indices.TryGetValue(service, out var index) ? index : null;

    private void FindClosingCalls(bool refuse)
    {
        var (done, path) = (new bool[_services.Count], new List<int>());
        for (var i = 0; i < _services.Count; i++)
        {
            Visit(i);
        }

        void Visit(int service)
        {
            if (done[service])
            {
                return;
            }

            path.Add(service);
            for (var call = 0; call < _services[service].Calls.Count; call++)
            {
                var called = _indices[_services[service].Calls[call].Service];
                if (path.IndexOf(called) is >= 0 and var start)
                {
                    if (refuse)
                    {
                        throw new CyclicCallException([.. path.Skip(start).Select(index => _services[index].Service)]);
                    }

                    _closing.Add((service, call));
                }
                else
                {
                    Visit(called);
                }
            }

            path.RemoveAt(path.Count - 1);
            done[service] = true;
        }
    }

    // Adds called nodes first; the order is reversed at the end.
    private CallNode Add(int service, int round)
    {
        if (_nodes.TryGetValue((service, round), out var known))
        {
            return known;
        }

        var calls = new List<ClientCalls>();
        for (var i = 0; i < _services[service].Calls.Count; i++)
        {
            var call = _services[service].Calls[i];
            var next = round + (_closing.Contains((service, i)) ? 1 : 0);
            if (next <= _depth || next == round)
            {
                calls.Add(
                    new ClientCalls(call.Client, Add(_indices[call.Service], next), call.PerRequest, _services[service].CallsInParallel)
                );
            }
        }

        var node = new CallNode(service, calls, _services[service].CallsInParallel);
        calls.ForEach(call => call.Caller = node);
        _nodes.Add((service, round), node);
        ((List<CallNode>)Nodes).Add(node);
        return node;
    }
}
