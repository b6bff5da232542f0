namespace Infra.Kubernetes.Selectors;

/// <summary>How a label requirement compares.</summary>
public enum LabelOperator
{
    /// <summary>The label has one of the values.</summary>
    In,

    /// <summary>The label is absent, or has none of the values.</summary>
    NotIn,

    /// <summary>The label is present.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The label is a whole number greater than the one value (node selectors and the text form only).</summary>
    GreaterThan,

    /// <summary>The label is a whole number less than the one value (node selectors and the text form only).</summary>
    LessThan,

    /// <summary>The label has the one value; like <see cref="In"/>, but written <c>key=value</c>.</summary>
    Equals,

    /// <summary>The label is absent, or does not have the one value; like <see cref="NotIn"/>, but written <c>key!=value</c>.</summary>
    NotEquals,
}
