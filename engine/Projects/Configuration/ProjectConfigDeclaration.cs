using System.Text.Json.Nodes;

namespace Infra.Engine.Projects.Configuration;

/// <summary>The types a project may declare for its configuration values.</summary>
public enum ConfigType
{
    /// <summary>No type was declared: anything goes.</summary>
    Any,

    /// <summary>A text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A mapping.</summary>
    Object,
}

/// <summary>What the project file says of one configuration value.</summary>
public sealed record ProjectConfigDeclaration
{
    /// <summary>The value's key.</summary>
    public required ConfigKey Key { get; init; }

    /// <summary>The type its values must have.</summary>
    public ConfigType Type { get; init; }

    /// <summary>The type the items must have, for an array.</summary>
    public ConfigType ItemType { get; init; }

    /// <summary>True where the value must be kept encrypted.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True where a stack may leave the value out.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The value of stacks that set none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>What the value is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where it is declared: <c>file:line</c>.</summary>
    public required string Location { get; init; }
}
