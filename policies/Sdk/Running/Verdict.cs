using Infra.Protocol.Values;

namespace Infra.Policies.Sdk.Running;

/// <summary>A finding and what it means for the update.</summary>
/// <param name="Policy">The policy that found it.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Level">What it means: <see cref="EnforcementLevel.Advisory"/> or <see cref="EnforcementLevel.Mandatory"/>.</param>
/// <param name="Message">The whole text for the user.</param>
internal sealed record Verdict(Policy Policy, Finding Finding, EnforcementLevel Level, string Message);

/// <summary>A policy that has nothing to do with what it was asked about.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Reason">Why not, as a sentence.</param>
internal sealed record NotApplicable(Policy Policy, string Reason);

/// <summary>What a remediation did.</summary>
/// <param name="Policy">The policy whose remediation it was.</param>
/// <param name="Properties">All properties of the resource as they shall be; null if it failed.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
internal sealed record RemediationResult(Policy Policy, PropertyMap? Properties, string? Failure);
