using Infra.Kubernetes;

namespace Infra.Simulator.Nodes.Probes;

/// <summary>The answers of a container to one probe, over the time since its start.</summary>
internal sealed class ProbeAnswers
{
    /// <summary>What a list of answers looks like.</summary>
    public const string Format = "is not a list of answers such as \"ok, 30s=503, 1m=ok\"";

    private readonly List<(TimeSpan From, ProbeAnswer Answer)> _phases;

    private ProbeAnswers(List<(TimeSpan From, ProbeAnswer Answer)> phases) => _phases = phases;

    /// <summary>Success, always.</summary>
    public static ProbeAnswers AlwaysOk { get; } = new([(TimeSpan.Zero, ProbeAnswer.Ok)]);

    /// <summary>Failure, always.</summary>
    public static ProbeAnswers AlwaysFail { get; } = new([(TimeSpan.Zero, ProbeAnswer.Fail)]);

    /// <summary>
    /// Reads answers separated by commas. Each has the time since the container's start from which it is given, in rising order; the first
    /// may omit it.
    /// </summary>
    /// <returns>Null for other texts.</returns>
    public static ProbeAnswers? Parse(string text)
    {
        var phases = new List<(TimeSpan From, ProbeAnswer Answer)>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            var from = TimeSpan.Zero;
            if (
                (equals < 0 ? phases.Count > 0 : !GoDuration.TryParse(item[..equals], out from))
                || (phases.Count > 0 && from <= phases[^1].From)
                || ProbeAnswer.Parse(item[(equals + 1)..]) is not { } answer
            )
            {
                return null;
            }

            phases.Add((from, answer));
        }

        if (phases[0].From > TimeSpan.Zero)
        {
            phases.Insert(0, (TimeSpan.Zero, ProbeAnswer.Ok));
        }

        return new ProbeAnswers(phases);
    }

    /// <summary>Lets the program refuse probes until it has started up.</summary>
    public ProbeAnswers After(TimeSpan startUp)
    {
        if (startUp <= TimeSpan.Zero)
        {
            return this;
        }

        var phases = _phases.Where(phase => phase.From > startUp).Prepend((startUp, GetAt(startUp))).Prepend((default, ProbeAnswer.Refuse));
        return new ProbeAnswers([.. phases]);
    }

    /// <summary>The answer at a time since the start.</summary>
    public ProbeAnswer GetAt(TimeSpan age)
    {
        var answer = _phases[0].Answer;
        foreach (var phase in _phases)
        {
            if (phase.From > age)
            {
                break;
            }

            answer = phase.Answer;
        }

        return answer;
    }

    /// <summary>The first time after <paramref name="age"/> at which the answer changes; null if it never does.</summary>
    public TimeSpan? FindChangeAfter(TimeSpan age)
    {
        foreach (var phase in _phases)
        {
            if (phase.From > age)
            {
                return phase.From;
            }
        }

        return null;
    }
}
