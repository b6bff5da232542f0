namespace Pulumi;

/// <summary>An argument of a resource: a plain value or the output of another resource. Both convert to it implicitly.</summary>
public class Input<T> : IInput
{
    private readonly T _value = default!;
    private Output<T>? _output;

    private protected Input(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    private protected Input() { }

    private protected Input(T value) => _value = value;

    object? IInput.Content => Content;

    private protected virtual object? Content => _output is null ? _value : _output;

    /// <summary>An input of a plain value.</summary>
    public static implicit operator Input<T>(T value) => new(value);

    /// <summary>An input of an output.</summary>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>The input as an output.</summary>
    public static implicit operator Output<T>(Input<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.AsOutput();
    }

    IOutput IInput.ToOutput() => AsOutput();

    internal virtual Output<T> AsOutput() => _output ??= Output.Create(_value);
}
