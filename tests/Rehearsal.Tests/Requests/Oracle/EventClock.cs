namespace Rehearsal.Tests.Requests.Oracle;

/// <summary>Events in the order of their times; those of the same time in the order in which they were scheduled.</summary>
internal sealed class EventClock
{
    private readonly PriorityQueue<Action, (double Time, long Order)> _events = new();
    private long _order;

    /// <summary>The time in seconds.</summary>
    public double Now { get; private set; }

    /// <summary>Schedules an event.</summary>
    public void In(double seconds, Action action) => _events.Enqueue(action, (Now + Math.Max(0, seconds), _order++));

    /// <summary>Runs all events until a time.</summary>
    public void RunUntil(double end)
    {
        while (_events.TryPeek(out var action, out var at) && at.Time <= end)
        {
            _events.Dequeue();
            Now = at.Time;
            action();
        }

        Now = end;
    }
}
