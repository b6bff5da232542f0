namespace Infra.Simulator.Nodes.Probes;

/// <summary>The kind of answer to a probe.</summary>
internal enum ProbeOutcome
{
    /// <summary>Healthy.</summary>
    Ok,

    /// <summary>Not healthy.</summary>
    Fail,

    /// <summary>No program listens.</summary>
    Refuse,
}
