namespace Infra.Simulator.Time;

/// <summary>Exponential back-off per key: the n-th failure in a row waits <c>initial · 2^(n−1)</c>, at most <c>maximum</c>.</summary>
internal sealed class BackOff<TKey>(TimeSpan initial, TimeSpan maximum)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _failures = [];

    /// <summary>Counts a failure of <paramref name="key"/> and returns its delay.</summary>
    public TimeSpan Next(TKey key)
    {
        var failures = _failures.GetValueOrDefault(key);
        _failures[key] = failures + 1;
        return Delay(initial, maximum, failures);
    }

    /// <summary>Resets the failures of <paramref name="key"/>.</summary>
    public void Reset(TKey key) => _failures.Remove(key);

    /// <summary>The delay after <paramref name="earlierFailures"/> failures before this one.</summary>
    public static TimeSpan Delay(TimeSpan initial, TimeSpan maximum, int earlierFailures) =>
        // A double can represent the result: it does not overflow before it is limited to the maximum.
        TimeSpan.FromTicks((long)Math.Min(maximum.Ticks, initial.Ticks * Math.Pow(2, Math.Min(earlierFailures, 512))));
}
