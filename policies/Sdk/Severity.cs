namespace Infra.Policies.Sdk;

/// <summary>How bad a violation is, whatever is done about it.</summary>
internal enum Severity
{
    /// <summary>Untidy, or a matter of taste.</summary>
    Low,

    /// <summary>Costs availability or traceability sooner or later.</summary>
    Medium,

    /// <summary>An outage or a breach waits for its occasion.</summary>
    High,

    /// <summary>Whoever takes over the workload takes over the node or the cluster.</summary>
    Critical,
}
