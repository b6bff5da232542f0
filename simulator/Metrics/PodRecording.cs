using System.Collections.ObjectModel;

namespace Infra.Simulator.Metrics;

/// <summary>
/// What a pod is recorded to use: the means of its last two whole windows of 15 seconds, and the sum of the current one. A mean is visible
/// one window later, since a kubelet's mean and the collection by metrics-server each take one.
/// </summary>
public sealed class PodRecording
{
    private static readonly TimeSpan _window = UsageModel.Resolution;

    private readonly TimeProvider _clock;
    private long _current = -1;
    private double _seconds;
    private double _coreSeconds;
    private double _memory;
    private IReadOnlyDictionary<string, double> _custom = ReadOnlyDictionary<string, double>.Empty;
    private RecordedUse? _last;
    private RecordedUse? _lastButOne;

    internal PodRecording(TimeProvider clock) => _clock = clock;

    /// <summary>Records what the pod has used for a time until now.</summary>
    /// <param name="duration">The length of the time.</param>
    /// <param name="cores">The cores it used on average.</param>
    /// <param name="memory">The bytes it used at the end.</param>
    /// <param name="custom">The values of its other metrics; null for none.</param>
    public void Record(TimeSpan duration, double cores, double memory, IReadOnlyDictionary<string, double>? custom = null)
    {
        var window = (_clock.GetUtcNow() - duration).Ticks / _window.Ticks;
        if (window != _current)
        {
            Close();
            _current = window;
        }

        _seconds += duration.TotalSeconds;
        _coreSeconds += cores * duration.TotalSeconds;
        (_memory, _custom) = (memory, custom ?? ReadOnlyDictionary<string, double>.Empty);
    }

    /// <summary>The newest mean that is visible at a time; null for none.</summary>
    internal RecordedUse? Find(DateTimeOffset now)
    {
        if (now.Ticks / _window.Ticks > _current)
        {
            Close();
        }

        return _last is { } last && last.Until + _window <= now ? last
            : _lastButOne is { } before && before.Until + _window <= now ? before
            : null;
    }

    private void Close()
    {
        if (_seconds > 0)
        {
            var until = new DateTimeOffset((_current + 1) * _window.Ticks, TimeSpan.Zero);
            (_lastButOne, _last) = (_last, new RecordedUse(_coreSeconds / _seconds, _memory, _custom, until));
        }

        (_seconds, _coreSeconds) = (0, 0);
    }
}

/// <summary>What a pod used in a window.</summary>
/// <param name="Cores">The cores on average.</param>
/// <param name="Memory">The bytes at its end.</param>
/// <param name="Custom">The other metrics at its end.</param>
/// <param name="Until">Its end.</param>
internal readonly record struct RecordedUse(double Cores, double Memory, IReadOnlyDictionary<string, double> Custom, DateTimeOffset Until);
