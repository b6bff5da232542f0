namespace Infra.Policies.Sdk;

/// <summary>What a violation of a policy means for the update. Where nobody has decided, the level is absent, not <see cref="Advisory"/>.</summary>
internal enum EnforcementLevel
{
    /// <summary>The violation is shown.</summary>
    Advisory,

    /// <summary>The violation stops the update.</summary>
    Mandatory,

    /// <summary>The resource is changed so that it complies; where it still does not, the violation stops the update.</summary>
    Remediate,

    /// <summary>The policy is not run.</summary>
    Disabled,
}
