namespace Infra.Rehearsal.Requests;

/// <summary>The calls of a client: attempts that end in time or not, and their repetitions.</summary>
/// <param name="client">How it calls.</param>
/// <param name="target">What it calls.</param>
/// <param name="perRequest">How often it does so for each of its own requests.</param>
/// <param name="inParallel">Whether these calls are made at the same time.</param>
internal sealed class ClientCalls(ClientBehaviour client, CallNode target, double perRequest, bool inParallel)
{
    private const double Negligible = 1e-7;

    private TimeDistribution? _attempt;
    private double _lost;
    private double _failureTime;

    /// <summary>What is called.</summary>
    public CallNode Target => target;

    /// <summary>What calls; null for clients outside the system.</summary>
    public CallNode? Caller { get; set; }

    /// <summary>The mean number of calls per request of the caller.</summary>
    public double PerRequest => perRequest;

    /// <summary>How many of its calls arrive together.</summary>
    public double Burst { get; } = inParallel ? Math.Max(1, perRequest) : 1;

    /// <summary>How long the client waits in seconds.</summary>
    public double Timeout { get; } = client.Timeout?.TotalSeconds ?? double.PositiveInfinity;

    /// <summary>The requests per second that are begun.</summary>
    public double Begun { get; set; }

    /// <summary>The mean number of attempts for a request.</summary>
    public double Attempts { get; private set; } = 1;

    /// <summary>The part of the attempts that times out.</summary>
    public double TimedOut { get; private set; }

    /// <summary>The part of the requests that succeed in the end.</summary>
    public double Succeeding => Times.Mass;

    /// <summary>The times of the requests that succeed, repetitions included.</summary>
    public TimeDistribution Times { get; private set; } = TimeDistribution.Zero;

    /// <summary>The mean time of a request in seconds, whether it succeeds or not.</summary>
    public double MeanTime { get; private set; }

    /// <summary>Finds out how the calls end from how attempts at the target do.</summary>
    public void Update()
    {
        if (ReferenceEquals(_attempt, target.Times) && _lost == target.Lost && _failureTime == target.FailureTime)
        {
            return;
        }

        (_attempt, _lost, _failureTime) = (target.Times, target.Lost, target.FailureTime);
        var times = _attempt.Until(Timeout);
        var isPatient = double.IsPositiveInfinity(Timeout);
        TimedOut = isPatient ? 0 : Math.Max(0, _attempt.Mass - times.Mass) + _lost;
        var refused = Math.Max(0, 1 - times.Mass - TimedOut);
        var failing = TimedOut + refused;
        var backOff = client.BackOff.TotalSeconds;
        var timeout = isPatient ? 0 : Timeout;
        var attemptTime = times.Mass * times.Mean + TimedOut * timeout + refused * target.FailureTime;

        var (round, repeated) = (times, 1.0);
        List<(TimeDistribution, double)> rounds = [(times, 1)];
        (Attempts, MeanTime) = (1, attemptTime);
        for (var i = 0; i < client.Retries && repeated * failing > Negligible; i++)
        {
            repeated *= failing;
            Attempts += repeated;
            MeanTime += repeated * (backOff + attemptTime);
            round = TimeDistribution.Mix([
                (round.Shift(timeout + backOff), TimedOut),
                (round.Shift(target.FailureTime + backOff), refused),
            ]);
            rounds.Add((round, 1));
        }

        Times = TimeDistribution.Mix(rounds);
    }
}
