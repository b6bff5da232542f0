namespace Infra.Kubernetes.Schema;

/// <summary>The kind of a value in the schema of the API.</summary>
public enum ValueKind
{
    /// <summary>Any JSON.</summary>
    Any,

    /// <summary>An object with the fields that its schema lists.</summary>
    Object,

    /// <summary>An object with any keys.</summary>
    Map,

    /// <summary>A list.</summary>
    List,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A string of base64.</summary>
    Bytes,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number or a string.</summary>
    IntOrString,

    /// <summary>A quantity: a number or a string such as <c>500m</c>.</summary>
    Quantity,
}
