namespace Infra.Simulator.Nodes.Probes;

/// <summary>What a probe decides about its container.</summary>
internal enum ProbeType
{
    /// <summary>Whether it has started; other probes wait for it, and its failure restarts the container.</summary>
    Startup,

    /// <summary>Whether it is ready.</summary>
    Readiness,

    /// <summary>Whether it must be restarted.</summary>
    Liveness,
}
