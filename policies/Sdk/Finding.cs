namespace Infra.Policies.Sdk;

/// <summary>One thing a policy has to say about a resource, or about the whole stack.</summary>
/// <param name="Urn">The resource; empty for the stack.</param>
/// <param name="Message">The place and what is wrong there. Free of secrets.</param>
/// <param name="Kind">What sort of news it is.</param>
internal sealed record Finding(string Urn, string Message, FindingKind Kind);

/// <summary>What sort of news a finding is.</summary>
internal enum FindingKind
{
    /// <summary>The policy is violated.</summary>
    Violation,

    /// <summary>The policy could not be run yet: it touched a value that only the update will know.</summary>
    Unknown,

    /// <summary>The policy itself is at fault.</summary>
    Failure,

    /// <summary>The policy is violated, and the stack has an exemption for it.</summary>
    Exempted,
}
