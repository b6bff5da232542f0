namespace Infra.Rehearsal.Requests;

/// <summary>A service as a part of the call graph: the calls of its requests, and how these end.</summary>
internal sealed class CallNode(int service, IReadOnlyList<ClientCalls> calls, bool inParallel)
{
    // The longest of several times depends less on what they have in common than their sum, compared with the event simulation.
    private const int MaximumExponent = 3;

    // Of callers that arrived together, some finish before others: the part that still does so in the event simulation.
    private const double StillTogether = 0.6;

    private TimeDistribution? _own;
    private (double Part, double Time) _errors;
    private TimeDistribution?[] _called = [];

    /// <summary>The service's index.</summary>
    public int Service => service;

    /// <summary>The calls of a request.</summary>
    public IReadOnlyList<ClientCalls> Calls => calls;

    /// <summary>The calls of this node, those of clients outside the system included.</summary>
    public List<ClientCalls> Callers { get; } = [];

    /// <summary>How many attempts arrive together, those of calls by requests that arrived together included.</summary>
    public double Burst { get; private set; } = 1;

    /// <summary>The attempts per second.</summary>
    public double Attempts { get; private set; }

    /// <summary>This node's part of the service's attempts.</summary>
    public double Part { get; set; }

    /// <summary>The times of attempts that succeed if no client gives up.</summary>
    public TimeDistribution Times { get; private set; } = TimeDistribution.Zero;

    /// <summary>The part of the attempts that is sent to pods that do not work.</summary>
    public double Lost { get; private set; }

    /// <summary>The mean time in seconds after which an attempt that fails at once or by its calls does so.</summary>
    public double FailureTime { get; private set; }

    /// <summary>The correlation of the times of two requests that follow each other: they may find the same queue.</summary>
    public double Correlation { get; private set; }

    /// <summary>The mean time of a request's calls in seconds.</summary>
    public double CallTime { get; private set; }

    /// <summary>Adds up the attempts of the callers.</summary>
    public void Receive()
    {
        (Attempts, Burst) = (0, 0);
        foreach (var call in Callers)
        {
            var attempts = call.Begun * call.Attempts;
            Attempts += attempts;
            Burst += attempts * call.Burst * (1 + ((call.Caller?.Burst ?? 1) - 1) * StillTogether);
        }

        Burst = Attempts > 0 ? Burst / Attempts : 1;
    }

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
    /// <param name="own">The times of the service's own work.</param>
    /// <param name="lost">The part of the attempts that is sent to pods that do not work.</param>
    /// <param name="errors">The part of the attempts that is answered with an error, and the mean time in seconds until then.</param>
    /// <param name="correlation">The correlation of the times of two requests, one after the other.</param>
    public void Combine(TimeDistribution own, double lost, (double Part, double Time) errors, double correlation)
    {
        Lost = lost;
        if (ReferenceEquals(own, _own) && errors == _errors && calls.Select(call => call.Times).SequenceEqual(_called))
        {
            return;
        }

        (_own, _errors, _called) = (own, errors, [.. calls.Select(call => call.Times)]);
        var called = TimeDistribution.Zero;
        CallTime = 0;
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            if (inParallel)
            {
                called = called.Max(call.Times.Longest(call.PerRequest, Math.Pow(call.Target.Correlation, MaximumExponent)));
                CallTime = Math.Max(CallTime, Math.Min(1, call.PerRequest) * call.MeanTime);
            }
            else
            {
                CallTime += Reached(i) * call.PerRequest * call.MeanTime;
                called = called.Plus(call.Times.Repeat(call.PerRequest, call.Target.Correlation));
            }
        }

        CallTime = inParallel && called.Mass > 0.5 ? Math.Max(CallTime, called.Mean) : CallTime;
        Times = calls.Count == 0 ? own : own.Plus(called);
        Correlation = Times.Variance > 0 ? correlation * Math.Min(1, own.Variance / Times.Variance) : 0;
        var failing = 1 - lost - Times.Mass;
        FailureTime = failing > 1e-9 ? ((own.Mass - Times.Mass) * own.Mean + errors.Part * errors.Time) / failing : 0;
    }
}
