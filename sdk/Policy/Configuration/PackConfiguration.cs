using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.PolicyPacks.Exemptions;

namespace Infra.PolicyPacks.Configuration;

/// <summary>
/// The enforcement level and settings of each policy. For the level the engine's configuration takes precedence over the stack's, then
/// comes the profile, then the policy's own level, and last the pack's.
/// </summary>
internal sealed class PackConfiguration
{
    private readonly ImmutableDictionary<string, EnforcementLevel> _levels;
    private readonly ImmutableDictionary<string, object> _settings;

    private PackConfiguration(
        ImmutableDictionary<string, EnforcementLevel> levels,
        ImmutableDictionary<string, object> settings,
        ExemptionSettings exemptions
    ) => (_levels, _settings, Exemptions) = (levels, settings, exemptions);

    public ExemptionSettings Exemptions { get; }

    /// <summary>Applies the layers to the pack's defaults, the one of the lowest precedence first.</summary>
    /// <exception cref="ConfigurationException">
    /// A layer names a policy or setting that does not exist, or a value of the wrong type.
    /// </exception>
    public static PackConfiguration Resolve(PolicyCatalog catalog, params ReadOnlySpan<ConfigurationLayer> layers)
    {
        var problems = new List<string>();
        var profile = catalog.Pack.DefaultProfile;
        foreach (var layer in layers)
        {
            profile = layer.Profile ?? profile;
            problems.AddRange(layer.Problems);
            problems.AddRange(GetProblems(catalog, layer).Select(layer.Locate));
        }

        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }

        var levels = ImmutableDictionary.CreateBuilder<string, EnforcementLevel>(StringComparer.Ordinal);
        var settings = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        foreach (var policy in catalog.Policies)
        {
            var level = GetOwnLevel(policy, profile, catalog.Pack);
            var json = new JsonObject();
            foreach (var layer in layers)
            {
                level = GetLevel(layer, policy) ?? level;
                foreach (var (name, value) in layer.Policies.GetValueOrDefault(policy.Name)?.Settings ?? [])
                {
                    json[name] = value?.DeepClone();
                }
            }

            levels[policy.Name] = level;
            if (policy.Settings is { } known)
            {
                settings[policy.Name] = json.Count == 0 ? known.Defaults : known.Read(json);
            }
        }

        return new PackConfiguration(
            levels.ToImmutable(),
            settings.ToImmutable(),
            (ExemptionSettings)settings[PolicyPack.ExemptionsPolicy]
        );
    }

    public EnforcementLevel GetLevel(Policy policy) => _levels[policy.Name];

    /// <summary>The policy's settings; null if it has none.</summary>
    public object? GetSettings(Policy policy) => _settings.GetValueOrDefault(policy.Name);

    private static EnforcementLevel GetOwnLevel(Policy policy, PolicyProfile? chosen, PolicyPack pack)
    {
        var details = policy.Details;
        if (details.Profile is { IsAdvisory: true })
        {
            return details.EnforcementLevel ?? EnforcementLevel.Advisory;
        }

        if (details.Profile is { } own && chosen is not null && pack.Profiles.IndexOf(own) > pack.Profiles.IndexOf(chosen))
        {
            return EnforcementLevel.Disabled;
        }

        return chosen is { IsAdvisory: true } ? EnforcementLevel.Advisory : details.EnforcementLevel ?? pack.EnforcementLevel;
    }

    private static EnforcementLevel? GetLevel(ConfigurationLayer layer, Policy policy) =>
        layer.Policies.GetValueOrDefault(policy.Name)?.Level
        ?? (layer.RemediateAll && policy is IRemediation ? EnforcementLevel.Remediate : (EnforcementLevel?)null)
        ?? layer.Policies.GetValueOrDefault(ConfigurationLayer.All)?.Level;

    private static IEnumerable<string> GetProblems(PolicyCatalog catalog, ConfigurationLayer layer) =>
        from entry in layer.Policies.OrderBy(entry => entry.Key, StringComparer.Ordinal)
        where entry.Key != ConfigurationLayer.All
        from problem in catalog.Find(entry.Key) is { } policy
            ? GetProblems(catalog, policy, entry.Value.Settings)
            : [$"{entry.Key}: there is no policy of this name{Suggestion.For(entry.Key, catalog.Names)}"]
        select problem;

    private static IEnumerable<string> GetProblems(PolicyCatalog catalog, Policy policy, JsonObject json)
    {
        if (json.Count == 0)
        {
            return [];
        }

        if (policy.Settings is not { } known)
        {
            return json.Select(property => $"{policy.Name}.{property.Key}: the policy has no settings; remove it");
        }

        string[] problems = [.. SchemaValidator.Validate(json, known.Schema, policy.Name)];
        return problems.Length == 0 && known.Read(json) is ExemptionSettings exemptions
            ? ExemptionCheck.GetProblems(exemptions, catalog.Names)
            : problems;
    }
}
