using System.Collections.Immutable;

namespace Infra.PolicyPacks;

/// <summary>The name, description and defaults of a policy.</summary>
public sealed record PolicyDetails
{
    /// <summary>The name the policy is configured by: lower-case words joined by hyphens, unique within the pack.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence that states the rule, e.g. "Buckets are private."</summary>
    public required string Description { get; init; }

    /// <summary>How to comply, shown with each violation.</summary>
    public string RemediationSteps { get; init; } = "";

    /// <summary>How bad a violation is, whatever its enforcement level.</summary>
    public Severity Severity { get; init; } = Severity.Medium;

    /// <summary>The enforcement level where no stack configures one; null for the pack's.</summary>
    public EnforcementLevel? EnforcementLevel { get; init; }

    /// <summary>The narrowest of the pack's profiles that contains the policy; null if every profile does.</summary>
    public PolicyProfile? Profile { get; init; }

    /// <summary>The topic listings group the policy under; null for the last part of its class's namespace.</summary>
    public string? Area { get; init; }

    /// <summary>The controls of compliance frameworks the policy implements, the closest first.</summary>
    public ImmutableArray<ComplianceControl> Controls { get; init; } = [];
}
