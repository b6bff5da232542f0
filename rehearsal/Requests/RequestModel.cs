namespace Infra.Rehearsal.Requests;

/// <summary>
/// A fluid model of requests with the distributions of their times: docs/rehearsal-model.md. Services are computed in the order of their
/// calls, and their times in the reverse order, until retries and calls agree with each other.
/// </summary>
public sealed class RequestModel : IRequestModel
{
    private const int MaxRounds = 6;
    private const double RoundTolerance = 1e-3;
    private static readonly TimeSpan ShortStep = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ServiceBehaviour> _services;
    private readonly CallGraph _graph;
    private readonly ServiceQueue[] _queues;
    private readonly ClientCalls[] _clients;
    private readonly List<ClientCalls>[] _callers;
    private readonly PodRegister _pods;
    private readonly double[] _attempts;
    private readonly double[] _callTimes;
    private readonly double[] _agreed;

    /// <summary>Creates a model without requests.</summary>
    /// <param name="services">What each service does.</param>
    /// <param name="clients">How the clients outside the system behave, by service; those of other services are patient.</param>
    /// <param name="cycleDepth">How often calls may come back to a service that made them; null if they must not.</param>
    /// <exception cref="ArgumentException">A service is there twice, or calls one that is not there.</exception>
    /// <exception cref="CyclicCallException">Calls are cyclic, and no depth is given.</exception>
    public RequestModel(
        IReadOnlyList<ServiceBehaviour> services,
        IReadOnlyDictionary<string, ClientBehaviour> clients,
        int? cycleDepth = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(clients);
        _services = services;
        _graph = new CallGraph(services, cycleDepth);
        _queues = [.. services.Select(service => new ServiceQueue(service))];
        _pods = new PodRegister(services, _graph.Find);
        _attempts = new double[services.Count];
        _clients =
        [
            .. services.Select(
                (service, i) =>
                    new ClientCalls(clients.GetValueOrDefault(service.Service, ClientBehaviour.Patient), _graph.Entry(i), 1, false)
            ),
        ];
        _callers = [.. _clients.Select(client => new List<ClientCalls> { client })];
        foreach (var call in _graph.Nodes.SelectMany(node => node.Calls))
        {
            _callers[call.Target.Service].Add(call);
        }

        foreach (var call in _callers.SelectMany(calls => calls))
        {
            call.Target.Callers.Add(call);
        }

        _callTimes = new double[services.Count];
        _agreed = new double[_callers.Sum(calls => calls.Count) + services.Count];
    }

    /// <inheritdoc/>
    public RequestOutcome Advance(RequestStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step.Duration, TimeSpan.Zero);
        for (var i = 0; i < _clients.Length; i++)
        {
            _clients[i].Begun = step.Arrivals.GetValueOrDefault(_services[i].Service);
        }

        _pods.Update(step, _attempts);
        for (var i = 0; i < _queues.Length; i++)
        {
            _queues[i].Start(_pods.Groups[i]);
        }

        var seconds = step.Duration.TotalSeconds;
        var sums = _services.Select(_ => new OutcomeSum()).ToArray();
        Compute(seconds, seconds);
        var parts = step.Duration > ShortStep && _queues.Any(queue => queue.IsChanging) ? (int)Math.Ceiling(step.Duration / ShortStep) : 1;
        for (var part = 0; part < parts; part++)
        {
            if (parts > 1)
            {
                Compute(seconds / parts, part == 0 ? seconds / parts : double.PositiveInfinity);
            }

            for (var i = 0; i < _queues.Length; i++)
            {
                _queues[i].Commit(seconds / parts);
                sums[i].Add(_callers[i], seconds / parts);
            }
        }

        return Finish(step, seconds, sums);
    }

    /// <param name="seconds">The length of the part of the step.</param>
    /// <param name="lossSeconds">The time over which the requests at lost pods count; infinite if they have been counted.</param>
    private void Compute(double seconds, double lossSeconds)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            foreach (var node in _graph.Nodes)
            {
                Send(node, seconds, lossSeconds);
            }

            Array.Clear(_callTimes);
            for (var i = _graph.Nodes.Count - 1; i >= 0; i--)
            {
                var node = _graph.Nodes[i];
                foreach (var call in node.Calls)
                {
                    call.Update();
                }

                var queue = _queues[node.Service];
                node.Combine(queue.Times, queue.Lost, queue.Errors, queue.Correlation);
                _callTimes[node.Service] += node.Part * node.CallTime;
            }

            foreach (var client in _clients.Where(client => client.Begun > 0))
            {
                client.Update();
            }

            for (var i = 0; i < _queues.Length; i++)
            {
                _queues[i].CallTime = _callTimes[i];
            }

            if (Agrees())
            {
                return;
            }
        }
    }

    private void Send(CallNode node, double seconds, double lossSeconds)
    {
        var service = node.Service;
        node.Receive();
        if (ReferenceEquals(_graph.LastNodes[service], node))
        {
            var nodes = _graph.NodesOf(service);
            var attempts = nodes.Sum(each => each.Attempts);
            var calls = _callers[service];
            var patience = new (double, double)[attempts > 0 ? calls.Count : 0];
            for (var i = 0; i < patience.Length; i++)
            {
                patience[i] = (calls[i].Timeout, calls[i].Begun * calls[i].Attempts / attempts);
            }

            foreach (var each in nodes)
            {
                each.Part = attempts > 0 ? each.Attempts / attempts : each.Part;
            }

            _attempts[service] = attempts;
            var burst = attempts > 0 ? nodes.Sum(each => each.Attempts * each.Burst) / attempts : 1;
            _queues[service].Compute(attempts, (int)Math.Round(burst), _pods.Lost[service] / lossSeconds, seconds, patience);
            foreach (var each in nodes)
            {
                SetCalls(each);
            }
        }
        else
        {
            SetCalls(node);
        }
    }

    private void SetCalls(CallNode node)
    {
        for (var i = 0; i < node.Calls.Count; i++)
        {
            node.Calls[i].Begun = _queues[node.Service].Served * node.Part * node.Reached(i) * node.Calls[i].PerRequest;
        }
    }

    private bool Agrees()
    {
        var (index, agrees) = (0, true);
        foreach (var call in _callers.SelectMany(calls => calls))
        {
            Compare(call.Attempts);
        }

        foreach (var time in _callTimes)
        {
            Compare(time);
        }

        return agrees;

        void Compare(double value)
        {
            agrees &= Math.Abs(value - _agreed[index]) <= RoundTolerance * Math.Max(value, _agreed[index]);
            _agreed[index++] = value;
        }
    }

    private RequestOutcome Finish(RequestStep step, double seconds, OutcomeSum[] sums)
    {
        var services = new Dictionary<string, ServiceOutcome>(_services.Count);
        for (var i = 0; i < _services.Count; i++)
        {
            _queues[i].Finish(seconds);
            services.Add(_services[i].Service, sums[i].ToOutcome(seconds));
        }

        var pods = new List<PodOutcome>(_pods.Pods.Count);
        foreach (var state in _pods.Pods)
        {
            pods.Add(state.Group?.Outcome ?? new PodOutcome(state.Pod.OtherCpu, 0, 0, 0));
            state.Number = state.Group?.Number ?? 0;
            state.Cores = state.Group is { } group ? group.CoreSeconds / seconds : 0;
        }

        return new RequestOutcome(services, new PodOutcomes(step.Pods, pods));
    }
}
