using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.PolicyPacks.Exemptions;

namespace Infra.PolicyPacks.Configuration;

/// <summary>
/// Reads the configuration of a pack in a stack's file: <c>policies:profile</c>, <c>policies:remediate</c>, <c>policies:rules</c> and
/// <c>policies:exemptions</c>. The engine reads <c>policies:packs</c>.
/// </summary>
internal static class StackSettings
{
    private const string Namespace = "policies:";
    private const string RulesKey = Namespace + "rules";
    private const string ExemptionsKey = Namespace + "exemptions";
    private const string ListedExemptions = $"{PolicyPack.ExemptionsPolicy}.{ExemptionPolicy.ListSetting}";
    private static readonly string[] KnownKeys = ["profile", "remediate", "rules", "exemptions", "packs"];

    /// <summary>Reads a stack's configuration. Errors are among the layer's problems.</summary>
    public static ConfigurationLayer Read(IReadOnlyDictionary<string, string> config, PolicyCatalog catalog)
    {
        var problems = new List<string>();
        var layer = new ConfigurationLayer { Locate = Locate };
        var ofPolicies = config.Where(entry => entry.Key.StartsWith(Namespace, StringComparison.Ordinal));
        foreach (var (key, text) in ofPolicies.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var name = key[Namespace.Length..];
            layer = name switch
            {
                "profile" => layer with { Profile = FindProfile(key, text, catalog.Pack, problems) },
                "remediate" => ReadRemediate(key, text, layer, catalog, problems),
                "rules" => ReadRules(key, text, layer, problems),
                "exemptions" => ReadExemptions(key, text, layer, problems),
                "packs" => layer,
                _ => ReportUnknownKey(key, name, layer, problems),
            };
        }

        return layer with
        {
            Problems = [.. problems],
        };
    }

    /// <summary>Parses an enforcement level; null if the text is none.</summary>
    public static EnforcementLevel? ParseLevel(string? text) =>
        text switch
        {
            "advisory" => EnforcementLevel.Advisory,
            "mandatory" => EnforcementLevel.Mandatory,
            "remediate" => EnforcementLevel.Remediate,
            "disabled" => EnforcementLevel.Disabled,
            _ => null,
        };

    // Exemptions have their own key.
    private static string Locate(string problem) =>
        problem.StartsWith(ListedExemptions, StringComparison.Ordinal)
            ? ExemptionsKey + problem[ListedExemptions.Length..]
            : $"{RulesKey}.{problem}";

    private static ConfigurationLayer ReportUnknownKey(string key, string name, ConfigurationLayer layer, List<string> problems)
    {
        problems.Add($"{key}: there is no setting of this name{Suggestion.For(name, KnownKeys)} Known are: {string.Join(", ", KnownKeys)}");
        return layer;
    }

    private static PolicyProfile? FindProfile(string key, string text, PolicyPack pack, List<string> problems)
    {
        if (pack.Profiles.FirstOrDefault(profile => string.Equals(profile.Name, text, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        problems.Add(
            pack.Profiles.IsEmpty
                ? $"{key}: the policy pack '{pack.Name}' has no profiles; remove the key"
                : $"{key}: '{text}' is not a profile; write {JoinAlternatives([.. pack.Profiles.Select(profile => profile.Name)])}"
        );
        return null;
    }

    private static string JoinAlternatives(string[] names) =>
        names is [.. var first, var last] && first.Length > 0 ? $"{string.Join(", ", first)} or {last}" : string.Concat(names);

    private static ConfigurationLayer ReadRemediate(
        string key,
        string text,
        ConfigurationLayer layer,
        PolicyCatalog catalog,
        List<string> problems
    )
    {
        if (text is "true" or "false")
        {
            return layer with { RemediateAll = text == "true" };
        }

        if (Parse(text) is not JsonArray names)
        {
            problems.Add($"{key}: must be true, false or a list of policies");
            return layer;
        }

        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i]?.ToString() ?? "";
            if (catalog.Find(name) is IRemediation)
            {
                layer = Configure(layer, name, EnforcementLevel.Remediate, []);
                continue;
            }

            var remediations = catalog.Policies.Where(policy => policy is IRemediation).Select(policy => policy.Name);
            problems.Add($"{key}[{i}]: there is no remediation '{name}'{Suggestion.For(name, remediations)}");
        }

        return layer;
    }

    private static ConfigurationLayer ReadRules(string key, string text, ConfigurationLayer layer, List<string> problems)
    {
        if (Parse(text) is not JsonObject rules)
        {
            problems.Add($"{key}: must be a map from a policy's name to a level or to its settings");
            return layer;
        }

        foreach (var (name, configured) in rules)
        {
            var settings = configured as JsonObject ?? [];
            var written = configured is JsonObject ? settings[PolicySettings.LevelKey] : configured;
            var level = written?.GetValueKind() == JsonValueKind.String ? ParseLevel(written.GetValue<string>()) : null;
            if (level is null && (configured is not JsonObject || written is not null))
            {
                var place = configured is JsonObject ? $"{key}.{name}.{PolicySettings.LevelKey}" : $"{key}.{name}";
                problems.Add($"{place}: '{written}' is not an enforcement level; write advisory, mandatory, remediate or disabled");
            }

            if (name == PolicyPack.ExemptionsPolicy && settings.ContainsKey(ExemptionPolicy.ListSetting))
            {
                problems.Add($"{key}.{name}.{ExemptionPolicy.ListSetting}: write the exemptions under {ExemptionsKey}");
            }

            var withoutLevel = settings
                .Where(setting => setting.Key != PolicySettings.LevelKey)
                .Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone()));
            layer = Configure(layer, name, level, new JsonObject(withoutLevel));
        }

        return layer;
    }

    private static ConfigurationLayer ReadExemptions(string key, string text, ConfigurationLayer layer, List<string> problems)
    {
        if (Parse(text) is JsonArray list)
        {
            return Configure(layer, PolicyPack.ExemptionsPolicy, null, new JsonObject { [ExemptionPolicy.ListSetting] = list });
        }

        problems.Add($"{key}: must be a list");
        return layer;
    }

    // Several keys may configure the same policy.
    private static ConfigurationLayer Configure(ConfigurationLayer layer, string name, EnforcementLevel? level, JsonObject settings)
    {
        var present = layer.Policies.GetValueOrDefault(name);
        foreach (var (setting, value) in present?.Settings ?? [])
        {
            if (!settings.ContainsKey(setting))
            {
                settings[setting] = value?.DeepClone();
            }
        }

        return layer with
        {
            Policies = layer.Policies.SetItem(name, new PolicyConfiguration(level ?? present?.Level, settings)),
        };
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
