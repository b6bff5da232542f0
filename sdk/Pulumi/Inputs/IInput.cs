namespace Pulumi;

/// <summary>An <see cref="Input{T}"/> whose type is known at run time only.</summary>
internal interface IInput
{
    /// <summary>
    /// What the input was made of: a plain value, an output, or the inputs that a collection gathers. Going through it instead
    /// of <see cref="ToOutput"/> keeps secrets and unknowns where they are inside a collection.
    /// </summary>
    object? Content { get; }

    IOutput ToOutput();
}
