using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engine.Tests.Faults;

/// <summary>What the proxy does to a request.</summary>
internal enum Fault
{
    None,
    TooManyRequests,
    TooManyRequestsWithRetryAfter,
    InternalError,
    InternalErrorAfterTheEffect,
    Unavailable,
    UnavailableWithRetryAfter,
    ResetBeforeTheEffect,
    ResetAfterTheEffect,
    Slow,
    NoAnswer,
    StalledBody,
    CutBody,
}

/// <summary>
/// Draws faults by seed, request and attempt, so that the same seed gives each request the same faults in whatever order they arrive.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="percentage">The share of requests with a fault.</param>
internal sealed class FaultPlan(int seed, int percentage)
{
    private static readonly int Kinds = Enum.GetValues<Fault>().Length - 1;
    private readonly ConcurrentDictionary<string, int> _attempts = new();
    private readonly ConcurrentDictionary<Fault, int> _drawn = new();

    /// <summary>False while no faults are injected.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>How often each fault was drawn.</summary>
    public IReadOnlyDictionary<Fault, int> Drawn => _drawn;

    public Fault Draw(string request)
    {
        if (!IsActive)
        {
            return Fault.None;
        }

        var attempt = _attempts.AddOrUpdate(request, 1, (_, count) => count + 1);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {attempt} {request}")));
        var fault =
            BitConverter.ToUInt32(hash) % 100 < percentage ? (Fault)(1 + (BitConverter.ToUInt32(hash, 4) % (uint)Kinds)) : Fault.None;
        _drawn.AddOrUpdate(fault, 1, (_, count) => count + 1);
        return fault;
    }
}
