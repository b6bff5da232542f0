namespace Infra.Rehearsal.Requests;

/// <summary>A service as a part of the call graph: the calls of its requests, and how these end.</summary>
internal sealed class CallNode(int service, IReadOnlyList<ClientCalls> calls, bool inParallel)
{
    private TimeDistribution? _own;
    private TimeDistribution?[] _called = [];

    /// <summary>The service's index.</summary>
    public int Service => service;

    /// <summary>The calls of a request.</summary>
    public IReadOnlyList<ClientCalls> Calls => calls;

    /// <summary>The calls of this node, those of clients outside the system included.</summary>
    public List<ClientCalls> Callers { get; } = [];

    /// <summary>The attempts per second.</summary>
    public double Attempts { get; set; }

    /// <summary>This node's part of the service's attempts.</summary>
    public double Part { get; set; }

    /// <summary>The times of attempts that succeed if nobody gives up.</summary>
    public TimeDistribution Times { get; private set; } = TimeDistribution.Zero;

    /// <summary>The part of the attempts that is sent to pods that do not work.</summary>
    public double Lost { get; private set; }

    /// <summary>The mean time in seconds after which an attempt that fails at once or by its calls does so.</summary>
    public double FailureTime { get; private set; }

    /// <summary>The mean time of a request's calls in seconds.</summary>
    public double CallTime { get; private set; }

    /// <summary>The calls that a request comes to make: a failed call is the last one of calls in turn.</summary>
    public double Reached(int call)
    {
        var reached = 1.0;
        for (var i = 0; i < call && !inParallel; i++)
        {
            reached *= Math.Pow(calls[i].Succeeding, calls[i].PerRequest);
        }

        return reached;
    }

    /// <summary>Combines the times of the service's own work with those of the calls.</summary>
    public void Combine(TimeDistribution own, double lost)
    {
        Lost = lost;
        if (ReferenceEquals(own, _own) && calls.Select(call => call.Times).SequenceEqual(_called))
        {
            return;
        }

        (_own, _called) = (own, [.. calls.Select(call => call.Times)]);
        var called = TimeDistribution.Zero;
        CallTime = 0;
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            if (inParallel)
            {
                called = called.Max(call.Times.Longest(call.PerRequest));
                CallTime = Math.Max(CallTime, Math.Min(1, call.PerRequest) * call.MeanTime);
            }
            else
            {
                CallTime += Reached(i) * call.PerRequest * call.MeanTime;
                called = called.Plus(call.Times.Repeat(call.PerRequest));
            }
        }

        CallTime = inParallel && called.Mass > 0.5 ? Math.Max(CallTime, called.Mean) : CallTime;
        Times = calls.Count == 0 ? own : own.Plus(called);
        var failing = 1 - lost - Times.Mass;
        FailureTime = failing > 1e-9 ? (own.Mass - Times.Mass) / failing * own.Mean : 0;
    }
}
