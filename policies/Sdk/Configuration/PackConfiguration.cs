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
            problems.AddRange(layer.Problems);
            problems.AddRange(Problems(pack, layer).Select(layer.Locate));
        }

        if (problems.Count > 0)
            throw new ConfigurationException(problems);

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
            if (policy.Settings is { } known)
                settings[policy.Name] = json.Count == 0 ? known.Defaults : known.Read(json);
        }

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

    private static IEnumerable<string> Problems(PolicyPack pack, ConfigurationLayer layer) =>
        from entry in layer.Policies.OrderBy(entry => entry.Key, StringComparer.Ordinal)
        where entry.Key != ConfigurationLayer.All
        from problem in pack.Find(entry.Key) is { } policy
            ? Problems(pack, policy, entry.Value.Settings)
            : [$"{entry.Key}: there is no policy of this name{Suggestion.For(entry.Key, pack.Policies.Select(policy => policy.Name))}"]
        select problem;

    private static IEnumerable<string> Problems(PolicyPack pack, Policy policy, JsonObject json)
    {
        if (json.Count == 0)
            return [];
        if (policy.Settings is not { } known)
            return json.Select(property => $"{policy.Name}.{property.Key}: the policy has no settings; remove it");

        string[] problems = [.. SchemaValidator.Validate(json, known.Schema, policy.Name)];
        return problems.Length == 0 && known.Read(json) is ExemptionSettings exemptions ? ExemptionCheck.Problems(exemptions, pack) : problems;
    }
}
