namespace Pulumi;

/// <summary>Marks a property or field of an arguments class as an argument.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class InputAttribute : Attribute
{
    /// <summary>Marks the member as an argument.</summary>
    /// <param name="name">Its name in the provider.</param>
    /// <param name="required">Whether it is required.</param>
    /// <param name="json">Whether it is sent as a text of JSON, as providers take their configuration.</param>
    public InputAttribute(string name, bool required = false, bool json = false) => (Name, IsRequired, IsJson) = (name, required, json);

    internal string Name { get; }

    internal bool IsRequired { get; }

    internal bool IsJson { get; }
}
