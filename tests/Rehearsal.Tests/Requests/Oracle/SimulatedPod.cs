namespace Rehearsal.Tests.Requests.Oracle;

/// <summary>
/// A pod whose requests share its cores equally, none more than one core; a quota stops all of them in the rest of a period. Requests
/// beyond its concurrency wait, first come, first served.
/// </summary>
internal sealed class SimulatedPod(EventClock clock, double cores, double? quota, int concurrency, int? queueLimit)
{
    private const double Period = 0.1;
    private const double Rounding = 1e-9;

    private readonly PriorityQueue<Action, double> _running = new();
    private readonly Queue<SimulatedAttempt> _waiting = new();
    private double _attained;
    private double _used;
    private double _updated;
    private long _version;
    private int _atWork;
    private int _alive;

    /// <summary>The requests at the pod.</summary>
    public int Number => _atWork + _alive;

    /// <summary>The seconds for which cores were used.</summary>
    public double CoreSeconds { get; private set; }

    private double Speed =>
        _running.Count == 0 || (quota is { } limit && _used >= limit * Period - Rounding) ? 0 : Math.Min(_running.Count, cores);

    /// <summary>An attempt arrives.</summary>
    public void Arrive(SimulatedAttempt attempt)
    {
        if (_atWork < concurrency)
        {
            _atWork++;
            attempt.Begin(this);
        }
        else if (_alive >= queueLimit)
        {
            attempt.End(false);
        }
        else
        {
            _alive++;
            attempt.IsWaiting = true;
            _waiting.Enqueue(attempt);
        }
    }

    /// <summary>The client of a waiting attempt has given up.</summary>
    public void Forget(SimulatedAttempt attempt)
    {
        if (attempt.IsWaiting)
        {
            attempt.IsWaiting = false;
            _alive--;
        }
    }

    /// <summary>A request's work on the cores begins.</summary>
    public void Run(double cpu, Action done)
    {
        Update();
        _running.Enqueue(done, _attained + cpu);
        Schedule();
    }

    /// <summary>A request has ended, and its place is free.</summary>
    public void Release()
    {
        while (_waiting.TryDequeue(out var next))
        {
            if (next.IsWaiting)
            {
                next.IsWaiting = false;
                _alive--;
                next.Begin(this);
                return;
            }
        }

        _atWork--;
    }

    private void Update()
    {
        var elapsed = clock.Now - _updated;
        if (_running.Count > 0)
        {
            var done = Speed * elapsed;
            _attained += done / _running.Count;
            _used += done;
            CoreSeconds += done;
        }

        // Periods end by an event while requests run, and without one if none does.
        if (quota is not null && Math.Floor(clock.Now / Period + 1e-9) > Math.Floor(_updated / Period + 1e-9))
        {
            _used = 0;
        }

        _updated = clock.Now;
    }

    private void Schedule()
    {
        var version = ++_version;
        if (_running.Count == 0)
        {
            return;
        }

        var speed = Speed;
        var next = double.PositiveInfinity;
        if (speed > 0)
        {
            _running.TryPeek(out _, out var end);
            next = Math.Max(0, end - _attained) * _running.Count / speed;
        }

        if (quota is { } limit)
        {
            next = Math.Min(next, (Math.Floor(clock.Now / Period + 1e-9) + 1) * Period - clock.Now);
            next = speed > 0 ? Math.Min(next, Math.Max(0, limit * Period - _used) / speed) : next;
        }

        clock.In(next, () =>
        {
            if (version == _version)
            {
                Update();
                Complete();
            }
        });
    }

    private void Complete()
    {
        var done = new List<Action>(1);
        while (_running.TryPeek(out var action, out var end) && end <= _attained + Rounding)
        {
            _running.Dequeue();
            done.Add(action);
        }

        Schedule();
        foreach (var action in done)
        {
            action();
        }
    }
}
