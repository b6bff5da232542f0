namespace Infra.Engine.Events;

/// <summary>What a violation of a policy means, by Pulumi's names in lower case.</summary>
public enum PolicyLevel
{
    /// <summary>It is shown.</summary>
    Advisory,

    /// <summary>It stops the update.</summary>
    Mandatory,

    /// <summary>The resource is changed so that it complies.</summary>
    Remediate,

    /// <summary>The policy is not run.</summary>
    Disabled,
}

/// <summary>How bad a violation is.</summary>
public enum PolicySeverity
{
    /// <summary>The pack does not say.</summary>
    Unspecified,

    /// <summary>A little.</summary>
    Low,

    /// <summary>Somewhat.</summary>
    Medium,

    /// <summary>Very.</summary>
    High,

    /// <summary>As bad as it gets.</summary>
    Critical,
}
