namespace Infra.Protocol.Grpc.Wire;

/// <summary>
/// Lets as many calls into flight as the server answers within one period, first come first served. Thousands of open streams cost both
/// sides far more than a queue; but a server may hold any number of calls open until others have come, so the number doubles for as long
/// as fewer come back than are out.
/// </summary>
internal sealed class CallGate : IDisposable
{
    /// <summary>How many may be in flight from the beginning.</summary>
    public const int InitialCapacity = 32;

    /// <summary>How long fewer calls may come back than are out before more are let in.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly ITimer _timer;
    private int _capacity = InitialCapacity;
    private int _inFlight;
    private int _answered;
    private bool _isTiming;
    private bool _wasSlow;

    public CallGate(TimeProvider time) =>
        _timer = time.CreateTimer(static gate => ((CallGate)gate!).EndPeriod(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for a place in flight, which <see cref="Leave"/> gives back.</summary>
    /// <exception cref="OperationCanceledException">The call was given up while it waited; it has no place then.</exception>
    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_inFlight < _capacity)
            {
                _inFlight++;
                return ValueTask.CompletedTask;
            }

            _waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
            StartPeriod();
        }

        return new(WaitAsync(turn, cancellationToken));
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inFlight--;
            _answered++;
            Admit();
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        try
        {
            await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Its turn may have come at the same moment.
            if (!turn.TrySetCanceled(CancellationToken.None))
                Leave();
            throw;
        }
    }

    private void EndPeriod()
    {
        lock (_lock)
        {
            _isTiming = false;
            var isSlow = _answered < _capacity;
            if (isSlow && _wasSlow)
                _capacity *= 2;
            Admit();
            _wasSlow = isSlow && _waiting.Count > 0;
            if (_waiting.Count > 0)
                StartPeriod();
        }
    }

    private void StartPeriod()
    {
        if (_isTiming)
            return;
        (_isTiming, _answered) = (true, 0);
        _timer.Change(Period, Timeout.InfiniteTimeSpan);
    }

    private void Admit()
    {
        while (_inFlight < _capacity && _waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
                _inFlight++;
        }
    }
}
