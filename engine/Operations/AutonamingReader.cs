using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Engine.Errors;
using Infra.Engine.Providers.Naming;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Reads the configuration <c>pulumi:autonaming</c> of a project or a stack.</summary>
internal sealed partial class AutonamingReader
{
    private const string Key = "pulumi:autonaming";
    private const string Organization = "organization";

    private static readonly string[] RuleKeys = ["mode", "pattern", "enforce"];

    private readonly StackName _stack;
    private readonly IReadOnlyDictionary<string, string> _config;

    private AutonamingReader(StackName stack, IReadOnlyDictionary<string, string> config) => (_stack, _config) = (stack, config);

    /// <summary>Reads the rules.</summary>
    /// <param name="stack">The stack, whose names patterns can contain.</param>
    /// <param name="config">The resolved configuration.</param>
    /// <exception cref="ConfigurationException">The configuration is malformed.</exception>
    public static NamingRules Read(StackName stack, IReadOnlyDictionary<string, string> config) =>
        config.TryGetValue(Key, out var text) ? new AutonamingReader(stack, config).Read(text) : NamingRules.None;

    private NamingRules Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            throw Malformed(Key, "must be a mapping with mode, pattern or providers");
        }
    }

    private NamingRules Read(JsonElement root)
    {
        RequireKeys(Key, root, [.. RuleKeys, "providers"]);
        var @default = ReadRule(Key, root) ?? new DefaultNaming();
        var packages = new Dictionary<string, NamingRule>();
        var types = new Dictionary<string, NamingRule>();
        foreach (var package in Members(root, "providers"))
        {
            var place = $"{Key}.providers.{package.Name}";
            RequireKeys(place, package.Value, [.. RuleKeys, "resources"]);
            packages[package.Name] = ReadRule(place, package.Value) ?? @default;
            foreach (var type in Members(package.Value, "resources"))
            {
                var where = $"{place}.resources[\"{type.Name}\"]";
                RequireKeys(where, type.Value, RuleKeys);
                types[type.Name] = ReadRule(where, type.Value) ?? throw Malformed(where, "must have a mode or a pattern");
            }
        }

        return new NamingRules
        {
            Default = @default,
            Packages = packages,
            Types = types,
        };
    }

    private NamingRule? ReadRule(string place, JsonElement json)
    {
        var mode = json.TryGetProperty("mode", out var modeJson) ? modeJson.GetString() : null;
        var pattern = json.TryGetProperty("pattern", out var patternJson) ? patternJson.GetString() : null;
        var hasEnforce = json.TryGetProperty("enforce", out var enforce);
        if (mode is not null && (pattern is not null || hasEnforce))
        {
            throw Malformed(place, "cannot have both a mode and a pattern or enforce");
        }

        if (pattern is not null)
        {
            return new PatternNaming(new NamePattern(Resolve(place, pattern)), hasEnforce && enforce.GetBoolean());
        }

        return (mode, hasEnforce) switch
        {
            (null, true) => throw Malformed(place, "has enforce without a pattern"),
            (null, false) => null,
            ("default", _) => new DefaultNaming(),
            ("verbatim", _) => new VerbatimNaming(),
            ("disabled", _) => new DisabledNaming(),
            _ => throw Malformed(place, $"has the unknown mode '{mode}'; valid modes are default, verbatim and disabled"),
        };
    }

    /// <summary>Replaces the parts of a pattern that are the same for the whole stack.</summary>
    private string Resolve(string place, string pattern) =>
        StackPart()
            .Replace(pattern, part => part.Groups["key"] switch
                {
                    { Success: true, Value: var key } => FindConfig(key)
                        ?? throw Malformed(place, $"has a pattern with the configuration value '{key}', which is not set"),
                    _ => part.Groups["name"].Value switch
                    {
                        "organization" => Organization,
                        "project" => _stack.Project,
                        _ => _stack.Name,
                    },
                });

    private string? FindConfig(string key) =>
        _config.GetValueOrDefault(key.Contains(':', StringComparison.Ordinal) ? key : $"{_stack.Project}:{key}");

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string key) =>
        json.TryGetProperty(key, out var map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject() : default;

    private static void RequireKeys(string place, JsonElement json, string[] keys)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(place, $"must be a mapping with {string.Join(", ", keys)}");
        }

        if (json.EnumerateObject().Select(member => member.Name).Except(keys).FirstOrDefault() is { } unknown)
        {
            throw Malformed(place, $"has the unknown key '{unknown}'; valid keys are {string.Join(", ", keys)}");
        }

        foreach (var text in json.EnumerateObject().Where(member => member.Name is "mode" or "pattern"))
        {
            if (text.Value.ValueKind != JsonValueKind.String)
            {
                throw Malformed(place, $"has a {text.Name} that is not a text");
            }
        }

        if (json.TryGetProperty("enforce", out var enforce) && enforce.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Malformed(place, "has an enforce that is neither true nor false");
        }
    }

    private static ConfigurationException Malformed(string place, string problem) => new($"{place}: {problem}");

    [GeneratedRegex(@"\$\{(?:(?<name>organization|project|stack)|config\.(?<key>[^}]+))\}", RegexOptions.CultureInvariant)]
    private static partial Regex StackPart();
}
