namespace Infra.Engine.Events;

/// <summary>The enforcement level of a policy. Pulumi's names are these in lower case.</summary>
public enum PolicyLevel
{
    /// <summary>A violation is reported.</summary>
    Advisory,

    /// <summary>A violation stops the update.</summary>
    Mandatory,

    /// <summary>The resource is changed so that it complies.</summary>
    Remediate,

    /// <summary>The policy does not run.</summary>
    Disabled,
}

/// <summary>The severity of a violation.</summary>
public enum PolicySeverity
{
    /// <summary>The pack does not specify one.</summary>
    Unspecified,

    /// <summary>Untidy, or a matter of taste.</summary>
    Low,

    /// <summary>Costs availability or traceability sooner or later.</summary>
    Medium,

    /// <summary>Makes an outage or a breach likely.</summary>
    High,

    /// <summary>Lets an attacker take over the environment of a workload.</summary>
    Critical,
}
