using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Importing;

/// <summary>An existing object to take into the state.</summary>
public sealed record ResourceImport
{
    /// <summary>The type token, e.g. <c>kubernetes:core/v1:ConfigMap</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name of the resource in the program.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the object; "" for a component.</summary>
    public required string Id { get; init; }

    /// <summary>The parent; empty for the stack.</summary>
    public Urn Parent { get; init; }

    /// <summary>The provider, which the state has; empty for the default one.</summary>
    public Urn Provider { get; init; }

    /// <summary>The version of the default provider; "" for any.</summary>
    public string Version { get; init; } = "";

    /// <summary>The inputs to take; empty for all that the provider reads.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>True to protect the resource from deletion.</summary>
    public bool Protect { get; init; }

    /// <summary>True for a component, which has no object.</summary>
    public bool IsComponent { get; init; }
}
