using System.Collections.Immutable;

namespace Infra.PolicyPacks;

/// <summary>Policies that are published, configured and run together.</summary>
public sealed class PolicyPack
{
    /// <summary>The key that configures all policies.</summary>
    internal const string AllPolicies = "all";

    /// <summary>The name of the policy that every pack has to report expired exemptions.</summary>
    internal const string ExemptionsPolicy = "exemptions";

    /// <summary>Creates a pack.</summary>
    /// <param name="name">The pack's name: lower-case words joined by hyphens.</param>
    /// <param name="version">The pack's version, e.g. <c>1.0.0</c>.</param>
    /// <param name="policies">The policies, in any order.</param>
    /// <exception cref="ArgumentException">
    /// Two policies have the same name, or one has a reserved name: <c>all</c> or <c>exemptions</c>.
    /// </exception>
    public PolicyPack(string name, string version, params IEnumerable<Policy> policies)
    {
        (Name, Version, Policies) = (name, version, [.. policies]);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in Policies)
        {
            if (policy.Name is AllPolicies or ExemptionsPolicy)
            {
                throw new ArgumentException($"A policy may not be called '{policy.Name}': the name is reserved.", nameof(policies));
            }

            if (!names.Add(policy.Name))
            {
                throw new ArgumentException($"Two policies are called '{policy.Name}'.", nameof(policies));
            }
        }
    }

    /// <summary>The name that engines and exemptions use for the pack.</summary>
    public string Name { get; }

    /// <summary>The version that the pack reports, e.g. <c>1.0.0</c>.</summary>
    public string Version { get; }

    /// <summary>The pack's policies, in the order given.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>The name shown to users; empty for <see cref="Name"/>.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>What the pack is for, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The provider whose resources the pack validates, e.g. <c>aws</c>; empty if there are several.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The enforcement level of policies that have none of their own.</summary>
    public EnforcementLevel EnforcementLevel { get; init; } = EnforcementLevel.Mandatory;

    /// <summary>The profiles a stack can choose, each including those before it; empty if the pack has none.</summary>
    public ImmutableArray<PolicyProfile> Profiles { get; init; } = [];

    /// <summary>The profile of stacks that choose none; null for all policies.</summary>
    public PolicyProfile? DefaultProfile { get; init; }

    /// <summary>The clock that decides which exemptions have expired.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
