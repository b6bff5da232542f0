using System.Collections.Frozen;
using System.Collections.Immutable;
using Infra.PolicyPacks.Exemptions;

namespace Infra.PolicyPacks.Configuration;

/// <summary>The policies of a pack and the policy on exemptions that every pack has.</summary>
internal sealed class PolicyCatalog
{
    private readonly FrozenDictionary<string, Policy> _byName;

    /// <exception cref="ArgumentException">A profile in use is not one of the pack's.</exception>
    public PolicyCatalog(PolicyPack pack)
    {
        var profiles = pack.Policies.Select(policy => policy.Details.Profile).Append(pack.DefaultProfile);
        if (profiles.OfType<PolicyProfile>().FirstOrDefault(profile => !pack.Profiles.Contains(profile)) is { } missing)
        {
            throw new ArgumentException(
                $"The policy pack '{pack.Name}' uses the profile '{missing.Name}': add it to {nameof(pack.Profiles)}.",
                nameof(pack)
            );
        }

        Pack = pack;
        Policies =
        [
            .. pack
                .Policies.Append(new ExemptionPolicy(pack.Time, pack.Profiles.FirstOrDefault()))
                .OrderBy(policy => policy.Name, StringComparer.Ordinal),
        ];
        _byName = Policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
        ResourcePolicies = [.. Policies.OfType<ResourcePolicy>()];
        StackPolicies = [.. Policies.OfType<StackPolicy>()];
    }

    public PolicyPack Pack { get; }

    /// <summary>All policies, ordered by name.</summary>
    public ImmutableArray<Policy> Policies { get; }

    public ImmutableArray<ResourcePolicy> ResourcePolicies { get; }

    public ImmutableArray<StackPolicy> StackPolicies { get; }

    public IEnumerable<string> Names => Policies.Select(policy => policy.Name);

    public Policy? Find(string name) => _byName.GetValueOrDefault(name);
}
