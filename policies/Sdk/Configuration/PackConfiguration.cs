using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Policies.Sdk.Exemptions;

namespace Infra.Policies.Sdk.Configuration;

/// <summary>
/// What is asked of each policy once all have spoken. For the level: the engine's configuration wins over the stack's settings, those over
/// the profile chosen, that over the policy itself, and the pack's own level comes last.
/// </summary>
internal sealed class PackConfiguration
{
    private readonly ImmutableDictionary<string, EnforcementLevel> _levels;
    private readonly ImmutableDictionary<string, object> _settings;

    private PackConfiguration(
        ImmutableDictionary<string, EnforcementLevel> levels, ImmutableDictionary<string, object> settings, ExemptionSettings exemptions) =>
        (_levels, _settings, Exemptions) = (levels, settings, exemptions);

    public ExemptionSettings Exemptions { get; }

    /// <summary>Lays the layers over the pack's own wishes, the weakest first.</summary>
    /// <exception cref="ConfigurationException">A layer asks for what does not exist or does not fit.</exception>
    public static PackConfiguration Resolve(PolicyPack pack, params ReadOnlySpan<ConfigurationLayer> layers)
    {
        var problems = new List<string>();
        var profile = pack.Profile;
        foreach (var layer in layers)
        {
            profile = layer.Profile ?? profile;
            problems.AddRange(UnknownPolicies(pack, layer));
        }

        var levels = ImmutableDictionary.CreateBuilder<string, EnforcementLevel>(StringComparer.Ordinal);
        var settings = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        foreach (var policy in pack.Policies)
        {
            var level = OwnLevel(policy, profile, pack);
            var json = new JsonObject();
            foreach (var layer in layers)
            {
                level = LevelIn(layer, policy) ?? level;
                foreach (var (name, value) in layer.Policies.GetValueOrDefault(policy.Name)?.Settings ?? [])
                    json[name] = value?.DeepClone();
            }

            levels[policy.Name] = level;
            problems.AddRange(Read(policy, json, settings));
        }

        if (settings.GetValueOrDefault(ExemptionPolicy.PolicyName) is ExemptionSettings read)
            problems.AddRange(ExemptionCheck.Problems(read, pack));
        if (problems.Count > 0)
            throw new ConfigurationException(problems);
        return new PackConfiguration(levels.ToImmutable(), settings.ToImmutable(), (ExemptionSettings)settings[ExemptionPolicy.PolicyName]);
    }

    public EnforcementLevel LevelOf(Policy policy) => _levels[policy.Name];

    /// <summary>The policy's settings; null if it has none.</summary>
    public object? SettingsOf(Policy policy) => _settings.GetValueOrDefault(policy.Name);

    private static EnforcementLevel OwnLevel(Policy policy, Profile profile, PolicyPack pack) => policy.About.Profile switch
    {
        Profile.Advisory => policy.About.Level ?? EnforcementLevel.Advisory,
        var own when own > profile => EnforcementLevel.Disabled,
        _ when profile == Profile.Advisory => EnforcementLevel.Advisory,
        _ => policy.About.Level ?? pack.Level,
    };

    private static EnforcementLevel? LevelIn(ConfigurationLayer layer, Policy policy) =>
        layer.Policies.GetValueOrDefault(policy.Name)?.Level
        ?? (layer.RemediateAll && policy is IRemediation ? EnforcementLevel.Remediate : (EnforcementLevel?)null)
        ?? layer.Policies.GetValueOrDefault(ConfigurationLayer.All)?.Level;

    private static IEnumerable<string> UnknownPolicies(PolicyPack pack, ConfigurationLayer layer) =>
        from name in layer.Policies.Keys.Order(StringComparer.Ordinal)
        where name != ConfigurationLayer.All && !pack.Has(name)
        select $"{name}: there is no policy of this name{Suggestion.For(name, pack.Policies.Select(policy => policy.Name))}";

    private static List<string> Read(Policy policy, JsonObject json, ImmutableDictionary<string, object>.Builder settings)
    {
        if (policy.Settings is not { } known)
            return [.. json.Select(property => $"{policy.Name}.{property.Key}: the policy has no settings; remove it")];
        if (json.Count == 0)
        {
            settings[policy.Name] = known.Defaults;
            return [];
        }

        List<string> problems = [.. SchemaValidator.Validate(json, known.Schema, policy.Name)];
        settings[policy.Name] = problems.Count == 0 ? known.Read(json) : known.Defaults;
        return problems;
    }
}
