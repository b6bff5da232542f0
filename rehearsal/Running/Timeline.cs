using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Running;

/// <summary>The events of a rehearsal. Their number is bounded: a crash loop does not fill a report.</summary>
internal sealed class Timeline
{
    private const int MaxEvents = 2000;

    private readonly List<TimelineEvent> _events = [];
    private int _dropped;

    /// <summary>The time from the start of the scenario; before it nothing is recorded.</summary>
    public TimeSpan Now { get; set; } = TimeSpan.FromTicks(-1);

    /// <summary>Adds an event; returns its number, by which it ends.</summary>
    public int Add(TimelineEventType type, string subject, string text)
    {
        if (Now < TimeSpan.Zero)
        {
            return -1;
        }

        if (_events.Count >= MaxEvents)
        {
            _dropped++;
            return -1;
        }

        _events.Add(new TimelineEvent(Now, type, subject, text));
        return _events.Count - 1;
    }

    /// <summary>Ends an event now.</summary>
    public void End(int number)
    {
        if (number >= 0)
        {
            _events[number] = _events[number] with { Until = Now };
        }
    }

    /// <summary>Replaces the text of an event.</summary>
    public void Change(int number, string text)
    {
        if (number >= 0)
        {
            _events[number] = _events[number] with { Text = text };
        }
    }

    /// <summary>The events by time.</summary>
    public IReadOnlyList<TimelineEvent> ToList() =>
        _dropped == 0
            ? [.. _events.OrderBy(one => one.At)]
            :
            [
                .. _events.OrderBy(one => one.At),
                new TimelineEvent(Now, TimelineEventType.Pod, "stack", $"{_dropped} further events are left out"),
            ];
}
