namespace Infra.Rehearsal.Requests;

/// <summary>Adds up what becomes of a service's requests in the parts of a step.</summary>
internal sealed class OutcomeSum
{
    private readonly LatencyHistogram _latency = new();
    private double _begun;
    private double _attempts;
    private double _succeeded;
    private double _timedOut;

    /// <summary>Adds a part.</summary>
    /// <param name="callers">The calls of the service.</param>
    /// <param name="seconds">The length of the part.</param>
    public void Add(IReadOnlyList<ClientCalls> callers, double seconds)
    {
        foreach (var call in callers)
        {
            var begun = call.Begun * seconds;
            if (begun <= 0)
            {
                continue;
            }

            _begun += begun;
            _attempts += begun * call.Attempts;
            _succeeded += begun * call.Succeeding;
            _timedOut += begun * call.Attempts * call.TimedOut;
            call.Times.AddTo(_latency, begun);
        }
    }

    /// <summary>The outcome of the step.</summary>
    public ServiceOutcome ToOutcome(double seconds) =>
        new()
        {
            Begun = _begun / seconds,
            Attempts = _attempts / seconds,
            Succeeded = Math.Min(_succeeded, _begun) / seconds,
            Failed = Math.Max(0, _begun - _succeeded) / seconds,
            TimedOut = _timedOut / seconds,
            Latency = _latency,
        };
}
