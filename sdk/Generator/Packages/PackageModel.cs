namespace Infra.Generator.Packages;

/// <summary>The C# classes of one provider package.</summary>
internal sealed record PackageModel
{
    /// <summary>The namespace of the provider; resources are in namespaces below it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the attribute that carries a resource's type token, e.g. <c>KubernetesResourceType</c>.</summary>
    public required string ResourceTypeAttribute { get; init; }

    public required IReadOnlyList<ResourceModel> Resources { get; init; }

    public required IReadOnlyList<ObjectModel> Inputs { get; init; }

    public required IReadOnlyList<ObjectModel> Outputs { get; init; }

    public required IReadOnlyList<EnumModel> Enums { get; init; }
}

/// <summary>A string enumeration.</summary>
internal sealed record EnumModel(string Namespace, string Name, string Summary, IReadOnlyList<(string Name, string Text)> Values);

/// <summary>A resource class.</summary>
internal sealed record ResourceModel
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The type token, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public required string Token { get; init; }

    public required string BaseClass { get; init; }

    public required string Summary { get; init; }

    public required ArgumentsModel Arguments { get; init; }

    /// <summary>The class of the optional state argument of <c>Get</c>; null if there is none.</summary>
    public string? StateType { get; init; }

    public required IReadOnlyList<PropertyModel> Outputs { get; init; }

    /// <summary>The former type tokens of the resource.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Outputs that are always secret.</summary>
    public IReadOnlyList<string> SecretOutputs { get; init; } = [];

    /// <summary>Wraps the type of a property in an output, because its value is known only after the registration.</summary>
    public static PropertyModel AsOutput(PropertyModel property) => property with { Type = $"Output<{property.Type}>" };
}

/// <summary>The constructor arguments of a resource, and the properties that it sets itself.</summary>
internal sealed record ArgumentsModel(string Type, bool Optional, IReadOnlyList<(string Property, string Value)> Constants);

/// <summary>A class of nested values or of resource arguments.</summary>
internal sealed record ObjectModel
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<PropertyModel> Properties { get; init; }

    public bool Sealed { get; init; }
}

/// <summary>A property of a resource or an object.</summary>
internal sealed record PropertyModel
{
    public required string WireName { get; init; }

    public required string Name { get; init; }

    /// <summary>The property's type in C#.</summary>
    public required string Type { get; init; }

    public required string Summary { get; init; }

    public bool Required { get; init; }

    /// <summary>Whether a collection initializer can fill the property without an assignment.</summary>
    public bool Collection { get; init; }

    /// <summary>Whether assigned values become secrets.</summary>
    public bool Secret { get; init; }

    /// <summary>The initial value as a C# expression; null for none.</summary>
    public string? Default { get; init; }
}
