namespace Infra.Rehearsal.Requests;

/// <summary>Pods of a service that are in the same state, and so fare the same: they are computed once.</summary>
internal sealed class PodGroup(PodGroupKey key)
{
    /// <summary>What the pods have in common at the start of the step.</summary>
    public PodGroupKey Key => key;

    /// <summary>The number of pods.</summary>
    public int Count { get; set; }

    /// <summary>The requests at each pod, as of the last finished part of the step.</summary>
    public double Number { get; set; } = key.Number;

    /// <summary>The requests per second that each pod is sent.</summary>
    public double Arrivals { get; set; }

    /// <summary>What the requests of each pod do in the part of the step that is computed.</summary>
    public PodQueue Queue { get; set; }

    /// <summary>The requests that wait at each pod, those that do so without a backlog included.</summary>
    public double Waiting { get; set; }

    /// <summary>The cores that the requests of each pod used in the finished parts of the step, times seconds.</summary>
    public double CoreSeconds { get; set; }

    /// <summary>The part of the time in which the quota stopped each pod, times seconds.</summary>
    public double ThrottledSeconds { get; set; }

    /// <summary>The outcome, which is the same for each pod.</summary>
    public PodOutcome? Outcome { get; set; }
}

/// <summary>What pods of a group have in common.</summary>
/// <param name="Cores">The cores each can use at a time.</param>
/// <param name="Limit">The cores each can use on average.</param>
/// <param name="Share">The part of the service's requests that each is sent.</param>
/// <param name="IsReady">Whether requests are sent to them.</param>
/// <param name="IsWorking">Whether they work on requests.</param>
/// <param name="AnswersErrors">Whether they answer every request with an error.</param>
/// <param name="Number">The requests at each at the start of the step.</param>
/// <param name="OtherCpu">The cores that each uses besides its requests.</param>
internal readonly record struct PodGroupKey(
    double Cores,
    double Limit,
    double Share,
    bool IsReady,
    bool IsWorking,
    bool AnswersErrors,
    double Number,
    double OtherCpu
);
