namespace Pulumi;

/// <summary>An <see cref="Input{T}"/> of a type known only at run time.</summary>
internal interface IInput
{
    /// <summary>
    /// The source of the input: a plain value, an output, or the inputs of a collection. Reading it instead of <see cref="ToOutput"/> keeps
    /// secrets and unknowns where they are inside a collection.
    /// </summary>
    object? Content { get; }

    IOutput ToOutput();
}
