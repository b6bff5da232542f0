using System.Globalization;
using Infra.Kubernetes;

namespace Infra.Simulator.Nodes.Probes;

/// <summary>How the program of a container answers a probe.</summary>
/// <param name="Outcome">The kind of answer.</param>
/// <param name="StatusCode">The code of an HTTP answer; 0 for the usual one of the outcome.</param>
/// <param name="Latency">The time until it answers.</param>
internal readonly record struct ProbeAnswer(ProbeOutcome Outcome, int StatusCode, TimeSpan Latency)
{
    /// <summary>A success at once.</summary>
    public static ProbeAnswer Ok { get; } = new(ProbeOutcome.Ok, 0, TimeSpan.Zero);

    /// <summary>A failure at once.</summary>
    public static ProbeAnswer Fail { get; } = new(ProbeOutcome.Fail, 0, TimeSpan.Zero);

    /// <summary>No program listens.</summary>
    public static ProbeAnswer Refuse { get; } = new(ProbeOutcome.Refuse, 0, TimeSpan.Zero);

    /// <summary>
    /// Reads <c>ok</c>, <c>fail</c>, <c>refuse</c>, an HTTP status code, or the latency of a success; null for other texts.
    /// </summary>
    public static ProbeAnswer? Parse(string text) =>
        text switch
        {
            "ok" => Ok,
            "fail" => Fail,
            "refuse" => Refuse,
            _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 100 and <= 599 => new(
                code is >= 200 and < 400 ? ProbeOutcome.Ok : ProbeOutcome.Fail,
                code,
                TimeSpan.Zero
            ),
            _ when GoDuration.TryParse(text, out var latency) && latency >= TimeSpan.Zero => Ok with { Latency = latency },
            _ => null,
        };
}
