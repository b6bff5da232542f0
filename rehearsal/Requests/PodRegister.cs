namespace Infra.Rehearsal.Requests;

/// <summary>The pods and their states: divides nodes between them and groups those of each service that are alike.</summary>
/// <param name="services">The services.</param>
/// <param name="find">The index of a service by its name; null for one that takes no part in requests.</param>
internal sealed class PodRegister(IReadOnlyList<ServiceBehaviour> services, Func<string, int?> find)
{
    private readonly Dictionary<string, PodState> _states = [];
    private readonly List<PodState>[] _pods = [.. services.Select(_ => new List<PodState>())];
    private readonly double[] _arrivals = new double[services.Count];
    private readonly NodeShares _nodes = new();
    private readonly List<PodState> _order = [];
    private long _step;

    /// <summary>The states of the step's pods, in their order.</summary>
    public IReadOnlyList<PodState> Pods => _order;

    /// <summary>The groups of a service.</summary>
    public List<PodGroup>[] Groups { get; } = [.. services.Select(_ => new List<PodGroup>())];

    /// <summary>The requests of each service that were at pods which are gone or have stopped working.</summary>
    public double[] Lost { get; } = new double[services.Count];

    /// <summary>Takes over the pods of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="arrivals">The attempts per second at each service, as of the last step.</param>
    public void Update(RequestStep step, double[] arrivals)
    {
        Array.Clear(Lost);
        if (!IsSame(step.Pods))
        {
            Replace(step.Pods);
        }

        _nodes.Update(step.NodeCores, _order);
        for (var service = 0; service < services.Count; service++)
        {
            Connections.Distribute(
                _pods[service],
                services[service].ConnectionLifetime,
                step.Duration,
                _arrivals[service] > 0 ? arrivals[service] / _arrivals[service] : 1
            );
            _arrivals[service] = arrivals[service];
            Group(service);
        }
    }

    private bool IsSame(IReadOnlyList<PodCapacity> pods)
    {
        if (pods.Count != _order.Count)
        {
            return false;
        }

        for (var i = 0; i < pods.Count; i++)
        {
            if (!ReferenceEquals(pods[i], _order[i].Pod))
            {
                return false;
            }
        }

        return true;
    }

    private void Replace(IReadOnlyList<PodCapacity> pods)
    {
        _step++;
        var before = _order.ToArray();
        _order.Clear();
        foreach (var ofService in _pods)
        {
            ofService.Clear();
        }

        foreach (var pod in pods)
        {
            if (!_states.TryGetValue(pod.Name, out var state))
            {
                state = new PodState { Pod = pod };
                _states.Add(pod.Name, state);
            }

            if (state.Step == _step)
            {
                throw new ArgumentException($"pod {pod.Name} is there twice", nameof(pods));
            }

            state.Node = state.Pod.Node == pod.Node ? state.Node : null;
            (state.Pod, state.Step, state.Group) = (pod, _step, null);
            _order.Add(state);
            if (find(pod.Service) is { } service)
            {
                _pods[service].Add(state);
                if (!pod.IsWorking)
                {
                    Lost[service] += state.Number;
                    state.Number = 0;
                }
            }
        }

        foreach (var state in before.Where(state => state.Step != _step))
        {
            _states.Remove(state.Pod.Name);
            if (find(state.Pod.Service) is { } service)
            {
                Lost[service] += state.Number;
            }
        }
    }

    private void Group(int service)
    {
        var behaviour = services[service];
        var groups = new Dictionary<PodGroupKey, PodGroup>();
        PodGroup? group = null;
        Groups[service].Clear();
        foreach (var state in _pods[service])
        {
            var pod = state.Pod;
            var available = _nodes.AvailableTo(state);
            var cores = Math.Min(behaviour.Threads ?? double.MaxValue, available);
            var limit = Math.Min(cores, Math.Max((pod.CpuLimit ?? double.MaxValue) - pod.OtherCpu, NodeShares.Least));
            var key = new PodGroupKey(
                cores,
                limit,
                pod.IsReady ? state.Connections ?? 0 : 0,
                pod.IsReady,
                pod.IsWorking,
                pod.AnswersErrors,
                state.Number,
                pod.OtherCpu
            );
            // Most pods are like the one before.
            if (group?.Key != key && !groups.TryGetValue(key, out group))
            {
                group = new PodGroup(key);
                groups.Add(key, group);
                Groups[service].Add(group);
            }

            group.Count++;
            state.Group = group;
        }
    }
}
