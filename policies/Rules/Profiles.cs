using System.Collections.Immutable;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>The profiles of the pack.</summary>
internal static class Profiles
{
    /// <summary>Known privilege escalations and broken references.</summary>
    public static PolicyProfile Baseline { get; } = new("baseline");

    /// <summary>Hardening as in the profile "restricted" of the Pod Security Standards, and least privilege.</summary>
    public static PolicyProfile Restricted { get; } = new("restricted");

    /// <summary>Availability, traffic and resources.</summary>
    public static PolicyProfile Production { get; } = new("production");

    /// <summary>Good practice that is a matter of opinion.</summary>
    public static PolicyProfile Advisory { get; } = new("advisory") { IsAdvisory = true };

    public static ImmutableArray<PolicyProfile> All { get; } = [Baseline, Restricted, Production, Advisory];
}
