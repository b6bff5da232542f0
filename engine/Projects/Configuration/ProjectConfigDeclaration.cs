using System.Text.Json.Nodes;

namespace Infra.Engine.Projects.Configuration;

/// <summary>The types that a project file can declare for a configuration value.</summary>
public enum ConfigType
{
    /// <summary>No declared type: any value is valid.</summary>
    Any,

    /// <summary><c>string</c>: any scalar.</summary>
    String,

    /// <summary><c>integer</c>: a whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>array</c>: a list.</summary>
    Array,

    /// <summary><c>object</c>: a mapping.</summary>
    Object,
}

/// <summary>A configuration value that the project file declares.</summary>
public sealed record ProjectConfigDeclaration
{
    /// <summary>The full key, with its namespace.</summary>
    public required ConfigKey Key { get; init; }

    /// <summary>The type that values must have.</summary>
    public ConfigType Type { get; init; }

    /// <summary>The required type of an array's items.</summary>
    public ConfigType ItemType { get; init; }

    /// <summary>True if stacks must store the value encrypted.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True if a stack need not set the value.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The default value, or null.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The purpose of the value, for messages.</summary>
    public string Description { get; init; } = "";

    /// <summary>The place of the declaration: <c>file:line</c>.</summary>
    public required string Location { get; init; }
}
