using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration of the stack as the engine sends it: texts by <c>namespace:key</c>.</summary>
internal sealed class ConfigValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _secretKeys = new(StringComparer.Ordinal);

    private ConfigValues() { }

    /// <summary>Finds a value; null if the key is not set.</summary>
    public string? Get(string fullKey) => _values.GetValueOrDefault(fullKey);

    public bool IsSecret(string fullKey) => _secretKeys.Contains(fullKey);

    public static ConfigValues FromEnvironment() =>
        Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG"), Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS"));

    /// <summary>Parses the configuration.</summary>
    /// <param name="values">A JSON object of texts; none if null.</param>
    /// <param name="secretKeys">A JSON array of keys; none if null.</param>
    public static ConfigValues Parse(string? values, string? secretKeys)
    {
        var config = new ConfigValues();
        if (values is not null)
        {
            using var document = JsonDocument.Parse(values);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                config._values[WithoutConfigPart(property.Name)] = property.Value.ToString();
            }
        }

        if (secretKeys is not null)
        {
            using var document = JsonDocument.Parse(secretKeys);
            foreach (var key in document.RootElement.EnumerateArray())
            {
                config._secretKeys.Add(WithoutConfigPart(key.ToString()));
            }
        }

        return config;
    }

    // Very old stacks have keys of the form namespace:config:key.
    private static string WithoutConfigPart(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && key.AsSpan(colon + 1).StartsWith("config:", StringComparison.Ordinal)
            ? string.Concat(key.AsSpan(0, colon + 1), key.AsSpan(colon + 1 + "config:".Length))
            : key;
    }
}
