namespace Infra.Rehearsal.Verdicts;

/// <summary>Why an expectation does not hold.</summary>
/// <param name="Service">The service where it begins.</param>
/// <param name="Text">What is wrong there.</param>
/// <param name="Remedy">What would help; null if nothing is known.</param>
/// <param name="Weight">How certain it is that this is the cause: the largest wins.</param>
/// <param name="Type">What kind of cause it is.</param>
internal sealed record Cause(string Service, string Text, string? Remedy, double Weight, CauseType Type);

/// <summary>Kinds of causes.</summary>
internal enum CauseType
{
    /// <summary>Pods, cores or slots do not suffice for the load.</summary>
    Load,

    /// <summary>Pods on lost nodes receive requests.</summary>
    Loss,

    /// <summary>No pod is ready.</summary>
    Outage,

    /// <summary>A deployed version answers with errors.</summary>
    Version,
}

/// <summary>Why an expectation does not hold, over time.</summary>
/// <param name="Text">The causes, in the order in which they begin.</param>
/// <param name="Remedy">What would help against the first of them for which something is known; null for nothing.</param>
internal sealed record CauseSummary(string Text, string? Remedy);
