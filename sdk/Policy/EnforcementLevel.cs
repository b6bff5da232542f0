namespace Infra.PolicyPacks;

/// <summary>The effect of a violation on the update.</summary>
public enum EnforcementLevel
{
    /// <summary>The violation is shown; the update goes on.</summary>
    Advisory,

    /// <summary>The violation stops the update.</summary>
    Mandatory,

    /// <summary>The policy changes the resource so that it complies. A violation that remains stops the update.</summary>
    Remediate,

    /// <summary>The policy is not run.</summary>
    Disabled,
}
