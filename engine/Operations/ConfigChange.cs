using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Engine.Operations;

/// <summary>The types that <c>config set --type</c> stores a value with.</summary>
public enum ConfigValueType
{
    /// <summary>A text, also where it reads as a number or a boolean.</summary>
    String,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A number.</summary>
    Float,
}

/// <summary>A configuration value to set.</summary>
/// <param name="Key">The key, or a path where <see cref="IsPath"/>.</param>
/// <param name="Value">The value in plain text.</param>
public sealed record ConfigChange(string Key, string Value)
{
    /// <summary>True to encrypt the value.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True for a path into a structured value.</summary>
    public bool IsPath { get; init; }

    /// <summary>The type to store; null for a string, or in a structured value for what the text reads as.</summary>
    public ConfigValueType? Type { get; init; }

    /// <summary>The value as a mapping or list, where it is one; <see cref="Value"/> is its JSON then.</summary>
    public JsonNode? Structure { get; init; }

    /// <exception cref="ConfigurationException">The text is not of the type.</exception>
    internal static JsonValue Convert(string value, ConfigValueType type) =>
        type switch
        {
            ConfigValueType.Int when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            ConfigValueType.Bool when value is "true" or "false" => JsonValue.Create(value == "true"),
            ConfigValueType.Float when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            ConfigValueType.String => JsonValue.Create(value),
            _ => throw new ConfigurationException($"'{value}' is not of the type {type.ToString().ToLowerInvariant()}"),
        };
}
