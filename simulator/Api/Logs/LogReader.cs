using System.Text;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Logs;

/// <summary>Reads the log of a container, and the lines that follow.</summary>
internal sealed class LogReader
{
    private readonly ObjectStore _store;
    private readonly TimeProvider _time;
    private readonly KubeObject _pod;
    private readonly LogOptions _options;
    private readonly LogRun? _run;
    private readonly LogScript _script;
    private readonly WatchStream _changes;
    private long _left;

    /// <summary>Finds the container and its run.</summary>
    /// <exception cref="StatusException">There is no such container or run, or an option is invalid.</exception>
    public LogReader(ObjectStore store, TimeProvider time, KubeObject pod, LogOptions options)
    {
        options.Validate(pod.Name);
        (_store, _time, _pod, _options) = (store, time, pod, options);
        _changes = store.Watch(pod.Resource, pod.Namespace);
        _run = LogRun.Find(pod, options);
        _left = options.LimitBytes ?? long.MaxValue;
        var profile = pod.Annotations.GetValueOrDefault(BehaviourSettings.ProfileAnnotation) is { } name
            ? store.Find(GroupResource.ConfigMaps, pod.Namespace, name)?.Body.TextMap("data")
            : null;
        _script = new LogScript(new BehaviourSettings(pod.Annotations, profile), _run?.Container ?? "");
    }

    /// <summary>Sends the lines, and goes on as long as the container runs if the request follows it.</summary>
    /// <param name="send">Sends a part of the log.</param>
    /// <param name="cancellation">Ends the log.</param>
    public async Task ReadAsync(Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellation)
    {
        if (_run is null)
        {
            return;
        }

        var sent = _run.FinishedAt ?? _time.GetUtcNow();
        await SendAsync(Select(_script.GetLines(_run.StartedAt, sent), sent), send);
        var isEnded = !_options.Follows || _run.FinishedAt is not null;
        while (!isEnded && _left > 0)
        {
            // The run may have ended since the pod was read, before its changes were watched.
            var end = FindEnd();
            var until = end ?? _time.GetUtcNow();
            await SendAsync(_script.GetLines(_run.StartedAt, until).Where(line => line.At > sent), send);
            (sent, isEnded) = (until > sent ? until : sent, end is not null);
            if (!isEnded && _left > 0)
            {
                await WaitAsync(_script.FindNext(_run.StartedAt, sent), cancellation);
            }
        }
    }

    private IEnumerable<LogLine> Select(IReadOnlyList<LogLine> lines, DateTimeOffset now)
    {
        var since = _options.SinceTime
            ?? (_options.SinceSeconds is { } seconds ? now.AddSeconds(-LongSeconds.Limit(seconds)) : DateTimeOffset.MinValue);
        var recent = lines.Where(line => line.At >= since);
        return _options.TailLines is { } tail ? recent.TakeLast((int)Math.Min(tail, int.MaxValue)) : recent;
    }

    private async Task SendAsync(IEnumerable<LogLine> lines, Func<ReadOnlyMemory<byte>, Task> send)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.Format(_options.HasTimestamps))));
        var part = bytes.AsMemory(0, (int)Math.Min(bytes.Length, _left));
        _left -= part.Length;
        if (part.Length > 0)
        {
            await send(part);
        }
    }

    /// <summary>Waits for a line or a change of a pod.</summary>
    private async Task WaitAsync(DateTimeOffset? next, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var change = _changes.WaitToReadAsync(stop.Token);
        var wait = next - _time.GetUtcNow();
        await (
            wait is { } time
                ? Task.WhenAny(change, Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, _time, stop.Token))
                : Task.WhenAny(change)
        );
        cancellation.ThrowIfCancellationRequested();
        await stop.CancelAsync();
        while (_changes.TryRead(out _)) { }
    }

    /// <summary>When the run has ended; null while it goes on.</summary>
    private DateTimeOffset? FindEnd()
    {
        if (_store.Find(_pod.Resource, _pod.Namespace, _pod.Name) is not { } pod || pod.Uid != _pod.Uid)
        {
            return _time.GetUtcNow();
        }

        var now = LogRun.Find(pod, _options);
        if (now?.StartedAt != _run!.StartedAt)
        {
            return _time.GetUtcNow();
        }

        return now.FinishedAt;
    }
}
