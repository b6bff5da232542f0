using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Policies.Sdk.Exemptions;

namespace Infra.Policies.Sdk.Configuration;

/// <summary>
/// What a stack's own configuration says to the pack: <c>policies:profile</c>, <c>policies:remediate</c>, <c>policies:rules</c> and
/// <c>policies:exemptions</c>. <c>policies:packs</c> is the engine's.
/// </summary>
internal static class StackSettings
{
    private const string Namespace = "policies:";
    private const string RulesKey = Namespace + "rules";
    private const string ExemptionsKey = Namespace + "exemptions";
    private const string ListedExemptions = $"{ExemptionPolicy.PolicyName}.{ExemptionPolicy.ListSetting}";
    private static readonly string[] KnownKeys = ["profile", "remediate", "rules", "exemptions", "packs"];

    /// <summary>Reads a stack's configuration. What in it makes no sense is among the layer's problems.</summary>
    public static ConfigurationLayer Read(IReadOnlyDictionary<string, string> config, PolicyPack pack)
    {
        var problems = new List<string>();
        var layer = new ConfigurationLayer { Locate = Locate };
        foreach (var (key, text) in config.Where(entry => entry.Key.StartsWith(Namespace, StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var name = key[Namespace.Length..];
            layer = name switch
            {
                "profile" => layer with { Profile = ReadProfile(key, text, problems) },
                "remediate" => ReadRemediate(key, text, layer, pack, problems),
                "rules" => ReadRules(key, text, layer, problems),
                "exemptions" => ReadExemptions(key, text, layer, problems),
                "packs" => layer,
                _ => Unknown(key, name, layer, problems),
            };
        }

        return layer with { Problems = [.. problems] };
    }

    /// <summary>The level a name stands for; null if it stands for none.</summary>
    public static EnforcementLevel? ParseLevel(string? text) => text switch
    {
        "advisory" => EnforcementLevel.Advisory,
        "mandatory" => EnforcementLevel.Mandatory,
        "remediate" => EnforcementLevel.Remediate,
        "disabled" => EnforcementLevel.Disabled,
        _ => null,
    };

    // Exemptions have a key of their own.
    private static string Locate(string problem) => problem.StartsWith(ListedExemptions, StringComparison.Ordinal)
        ? ExemptionsKey + problem[ListedExemptions.Length..]
        : $"{RulesKey}.{problem}";

    private static ConfigurationLayer Unknown(string key, string name, ConfigurationLayer layer, List<string> problems)
    {
        problems.Add($"{key}: there is no setting of this name{Suggestion.For(name, KnownKeys)} Known are: {string.Join(", ", KnownKeys)}");
        return layer;
    }

    private static Profile? ReadProfile(string key, string text, List<string> problems)
    {
        if (Enum.TryParse<Profile>(text, ignoreCase: true, out var profile) && Enum.IsDefined(profile) && !char.IsAsciiDigit(text[0]))
            return profile;
        problems.Add($"{key}: '{text}' is no profile; write baseline, restricted, production or advisory");
        return null;
    }

    private static ConfigurationLayer ReadRemediate(string key, string text, ConfigurationLayer layer, PolicyPack pack, List<string> problems)
    {
        if (text is "true" or "false")
            return layer with { RemediateAll = text == "true" };
        if (Parse(text) is not JsonArray names)
        {
            problems.Add($"{key}: must be true, false or a list of policies");
            return layer;
        }

        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i]?.ToString() ?? "";
            if (pack.Find(name) is not IRemediation)
                problems.Add($"{key}[{i}]: there is no remediation '{name}'{Suggestion.For(name, pack.Policies.Where(policy => policy is IRemediation).Select(policy => policy.Name))}");
            else
                layer = Configure(layer, name, EnforcementLevel.Remediate, []);
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

        foreach (var (name, wanted) in rules)
        {
            var settings = wanted as JsonObject ?? [];
            var written = wanted is JsonObject ? settings[PolicySettings.LevelKey] : wanted;
            var level = written is JsonValue value && value.GetValueKind() == JsonValueKind.String ? ParseLevel(value.GetValue<string>()) : null;
            if (level is null && (wanted is not JsonObject || written is not null))
                problems.Add($"{key}.{name}{(wanted is JsonObject ? $".{PolicySettings.LevelKey}" : "")}: '{written}' is no enforcement level; write advisory, mandatory, remediate or disabled");
            if (name == ExemptionPolicy.PolicyName && settings.ContainsKey(ExemptionPolicy.ListSetting))
                problems.Add($"{key}.{name}.{ExemptionPolicy.ListSetting}: write the exemptions under {ExemptionsKey}");
            layer = Configure(layer, name, level, new JsonObject(
                settings.Where(setting => setting.Key != PolicySettings.LevelKey).Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone()))));
        }

        return layer;
    }

    private static ConfigurationLayer ReadExemptions(string key, string text, ConfigurationLayer layer, List<string> problems)
    {
        if (Parse(text) is JsonArray list)
            return Configure(layer, ExemptionPolicy.PolicyName, null, new JsonObject { [ExemptionPolicy.ListSetting] = list });
        problems.Add($"{key}: must be a list");
        return layer;
    }

    // The same policy may be spoken of under several keys.
    private static ConfigurationLayer Configure(ConfigurationLayer layer, string name, EnforcementLevel? level, JsonObject settings)
    {
        var present = layer.Policies.GetValueOrDefault(name);
        foreach (var (setting, value) in present?.Settings ?? [])
            if (!settings.ContainsKey(setting))
                settings[setting] = value?.DeepClone();
        return layer with { Policies = layer.Policies.SetItem(name, new PolicyConfiguration(level ?? present?.Level, settings)) };
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
