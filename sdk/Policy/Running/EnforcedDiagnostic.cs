using Infra.Protocol.Values;

namespace Infra.PolicyPacks.Running;

/// <summary>A diagnostic and its consequence.</summary>
/// <param name="Policy">The policy that reported it.</param>
/// <param name="Diagnostic">The policy's own diagnostic.</param>
/// <param name="Level"><see cref="EnforcementLevel.Advisory"/> or <see cref="EnforcementLevel.Mandatory"/>.</param>
/// <param name="Message">The complete message to the user.</param>
internal sealed record EnforcedDiagnostic(Policy Policy, Diagnostic Diagnostic, EnforcementLevel Level, string Message);

/// <summary>A policy that does not apply, and why, as a sentence.</summary>
internal sealed record NotApplicable(Policy Policy, string Reason);

/// <summary>The result of a remediation.</summary>
/// <param name="Policy">The policy that reported it.</param>
/// <param name="Properties">All properties of the remediated resource; null if the remediation failed.</param>
/// <param name="Failure">Why it failed; null if it succeeded.</param>
internal sealed record RemediationResult(Policy Policy, PropertyMap? Properties, string? Failure);
