namespace Infra.PolicyPacks;

/// <summary>How bad a violation is, whatever its enforcement level.</summary>
public enum Severity
{
    /// <summary>Untidy, or a matter of taste.</summary>
    Low,

    /// <summary>Costs availability or traceability sooner or later.</summary>
    Medium,

    /// <summary>Makes an outage or a breach likely.</summary>
    High,

    /// <summary>Lets an attacker who takes over a workload take over its environment.</summary>
    Critical,
}
