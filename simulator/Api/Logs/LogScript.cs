using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Logs;

/// <summary>
/// The lines that a simulated container writes, by the setting <c>logs</c>. Each line of the setting is one of the log: written at the
/// container's start; <c>+30s TEXT</c> at that time after it; <c>*10s TEXT</c> each time that long passes.
/// </summary>
internal sealed class LogScript
{
    /// <summary>The number of repeated lines that are kept, as kubelet rotates logs.</summary>
    private const int MaximumRepeats = 10_000;

    /// <summary>The length of all repeated lines, that of a kubelet's five files of 10 MiB.</summary>
    private const int MaximumLength = 50 * 1024 * 1024;

    private readonly List<Entry> _entries = [];

    /// <summary>Reads the script of a container from the settings of its pod.</summary>
    public LogScript(BehaviourSettings settings, string container)
    {
        var text = settings.Find("logs", container)
            ?? "No program runs in a simulated pod: the annotation fake/logs sets the lines of its log.";
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0)
            {
                _entries.Add(Entry.Parse(line));
            }
        }
    }

    /// <summary>The lines that a run has written until a time, in order.</summary>
    public IReadOnlyList<LogLine> GetLines(DateTimeOffset startedAt, DateTimeOffset until)
    {
        var lines = new List<LogLine>();
        var share = MaximumLength / Math.Max(1, _entries.Count(entry => entry.Repeats));
        foreach (var entry in _entries)
        {
            var age = until - startedAt;
            if (!entry.Repeats)
            {
                if (entry.After <= age)
                {
                    lines.Add(new LogLine(startedAt + entry.After, entry.Text));
                }

                continue;
            }

            var count = age.Ticks / entry.After.Ticks;
            var kept = Math.Clamp(share / (entry.Text.Length + 1), 1, MaximumRepeats);
            for (var i = Math.Max(1, count - kept + 1); i <= count; i++)
            {
                lines.Add(new LogLine(startedAt + (entry.After * i), entry.Text));
            }
        }

        // Lines of one time keep the order of the setting.
        return [.. lines.OrderBy(line => line.At)];
    }

    /// <summary>The time of the first line after a time; null for none.</summary>
    public DateTimeOffset? FindNext(DateTimeOffset startedAt, DateTimeOffset after)
    {
        DateTimeOffset? next = null;
        foreach (var entry in _entries)
        {
            var at = !entry.Repeats
                ? startedAt + entry.After
                : startedAt + (entry.After * Math.Max(1, ((after - startedAt).Ticks / entry.After.Ticks) + 1));
            next = at > after && (next is null || at < next) ? at : next;
        }

        return next;
    }

    private readonly record struct Entry(TimeSpan After, bool Repeats, string Text)
    {
        public static Entry Parse(string line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            return
                line[0] is '+' or '*'
                && space > 0
                && GoDuration.TryParse(line[1..space], out var time)
                && (line[0] == '+' ? time >= TimeSpan.Zero : time > TimeSpan.Zero)
                ? new Entry(time, line[0] == '*', line[(space + 1)..])
                : new Entry(TimeSpan.Zero, Repeats: false, line);
        }
    }
}
