namespace Infra.Protocol.Grpc.Wire;

/// <summary>
/// Limits the calls in flight, first in, first out, to the number that the server answers within one period: thousands of open streams cost
/// both sides far more than a queue. A server may hold calls open until others arrive, so the limit doubles while fewer calls return than
/// are in flight.
/// </summary>
internal sealed class CallGate : IDisposable
{
    /// <summary>The number of calls admitted before the speed of the server is known.</summary>
    public const int InitialCapacity = 32;

    /// <summary>The period after which the limit is adjusted.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Queue<TaskCompletionSource> _admitted = new();
    private readonly ITimer _timer;
    private int _capacity = InitialCapacity;
    private int _inFlight;
    private int _answered;
    private bool _isStarting;
    private bool _isTiming;
    private bool _wasSlow;

    public CallGate(TimeProvider time) =>
        _timer = time.CreateTimer(static gate => ((CallGate)gate!).EndPeriod(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Waits until the call may be sent. <see cref="Leave"/> ends it.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled in the queue; <see cref="Leave"/> must not follow.</exception>
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

            _waiting.Enqueue(turn = new());
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
            // The call may have been admitted at the same moment.
            if (!turn.TrySetCanceled(CancellationToken.None))
            {
                Leave();
            }

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
            {
                _capacity *= 2;
            }

            Admit();
            _wasSlow = isSlow && _waiting.Count > 0;
            if (_waiting.Count > 0)
            {
                StartPeriod();
            }
        }
    }

    private void StartPeriod()
    {
        if (_isTiming)
        {
            return;
        }

        (_isTiming, _answered) = (true, 0);
        _timer.Change(Period, Timeout.InfiniteTimeSpan);
    }

    private void Admit()
    {
        while (_inFlight < _capacity && _waiting.TryDequeue(out var turn))
        {
            _inFlight++;
            _admitted.Enqueue(turn);
        }

        if (_admitted.Count > 0 && !_isStarting)
        {
            _isStarting = true;
            ThreadPool.UnsafeQueueUserWorkItem(static gate => gate.StartAdmitted(), this, preferLocal: false);
        }
    }

    // One after the other, so that calls are sent in the order in which they were made.
    private void StartAdmitted()
    {
        while (true)
        {
            TaskCompletionSource? turn;
            lock (_lock)
            {
                if (!_admitted.TryDequeue(out turn))
                {
                    _isStarting = false;
                    return;
                }
            }

            // A call that was cancelled in the queue gives its place to the next.
            if (!turn.TrySetResult())
            {
                Leave();
            }
        }
    }
}
