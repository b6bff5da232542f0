namespace Pulumi;

/// <summary>Marks a property of a resource as one of its outputs. Its type must be an <see cref="Output{T}"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>Marks the property as an output.</summary>
    /// <param name="name">Its name in the provider; that of the property if null.</param>
    public OutputAttribute(string? name = null) => Name = name;

    /// <summary>The name in the provider, if it differs from the property's.</summary>
    public string? Name { get; }
}

/// <summary>
/// Marks a class as the type of an output, created by the constructor marked with <see cref="OutputConstructorAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute { }

/// <summary>Marks the constructor of an output type. Its parameters are the properties.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute { }

/// <summary>Sets the provider's name of a constructor parameter of an output type.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute : Attribute
{
    /// <summary>Names the property.</summary>
    /// <param name="name">Its name in the provider.</param>
    public OutputConstructorParameterAttribute(string name) => Name = name;

    /// <summary>The property's name in the provider.</summary>
    public string Name { get; }
}

/// <summary>
/// Marks a struct as an enumeration of strings or numbers. It has a constructor that takes the value and an explicit conversion back.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute { }

/// <summary>Marks an interface as a union with a discriminator property.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class DiscriminatedUnionDiscriminatorAttribute : Attribute
{
    /// <summary>Marks the interface as a union.</summary>
    public DiscriminatedUnionDiscriminatorAttribute(string propertyName) => PropertyName = propertyName;

    /// <summary>The name of the discriminator property.</summary>
    public string PropertyName { get; }
}

/// <summary>A case of a union that is marked with <see cref="DiscriminatedUnionDiscriminatorAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = true)]
public sealed class DiscriminatedUnionCaseAttribute : Attribute
{
    /// <summary>Adds a case to the union.</summary>
    /// <param name="tag">The value of the discriminator property.</param>
    /// <param name="type">The output type of the case.</param>
    public DiscriminatedUnionCaseAttribute(string tag, Type type) => (Tag, Type) = (tag, type);

    /// <summary>The value of the discriminator property.</summary>
    public string Tag { get; }

    /// <summary>The output type of the case.</summary>
    public Type Type { get; }
}

/// <summary>Sets the resource type of a class, so that references to such resources become instances of the class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute : Attribute
{
    /// <summary>Sets the type of the class.</summary>
    /// <param name="type">The type token, e.g. <c>kubernetes:core/v1:Namespace</c>.</param>
    /// <param name="version">The version of the package.</param>
    public ResourceTypeAttribute(string type, string? version) => (Type, Version) = (type, version);

    /// <summary>The type token, e.g. <c>kubernetes:core/v1:Namespace</c>.</summary>
    public string Type { get; }

    /// <summary>The version of the package.</summary>
    public string? Version { get; }
}
