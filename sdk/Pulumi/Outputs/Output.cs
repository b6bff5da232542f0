using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>Creates and combines outputs. A result is unknown or secret if any part is.</summary>
public static partial class Output
{
    /// <summary>Creates an output of a value.</summary>
    public static Output<T> Create<T>(T value) => new(OutputData<T>.Known(value));

    /// <summary>Creates an output of the result of a task. If the task fails, the deployment fails.</summary>
    /// <param name="value">The task to wait for.</param>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>Creates a secret output of a value, which is encrypted in the state and redacted in messages.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(OutputData<T>.Known(value, isSecret: true));

    /// <summary>Creates a secret output of the result of a task.</summary>
    /// <param name="value">The task to wait for.</param>
    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    /// <summary>Marks an output as secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.With(data => data with { IsSecret = true });
    }

    /// <summary>Removes the secret mark of an output. The caller must ensure that the value may be shown.</summary>
    public static Output<T> Unsecret<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.With(data => data with { IsSecret = false });
    }

    /// <summary>Whether the output is a secret, once it is resolved.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data.ConfigureAwait(false)).IsSecret;
    }

    /// <summary>Combines inputs into one output of their values, in order.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => CombineInputs([.. inputs]);

    /// <summary>Combines inputs into one output of their values, in order.</summary>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => CombineInputs([.. inputs]);

    /// <summary>Combines outputs into one output of their values, in order.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    /// <summary>Combines outputs into one output of their values, in order.</summary>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) =>
        CombineInputs([.. outputs.Select(output => (Input<T>)output)]);

    /// <summary>Formats an interpolated string of inputs and outputs with the invariant culture.</summary>
    /// <param name="formattableString">For example <c>$"https://{host}/"</c>.</param>
    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        var arguments = formattableString.GetArguments().Select(ToObjectInput).ToImmutableArray();
        return CombineInputs(arguments)
            .Apply(values => string.Format(CultureInfo.InvariantCulture, formattableString.Format, values.AsSpan()));
    }

    /// <summary>Serializes a value to JSON. Nested inputs and outputs are resolved.</summary>
    /// <param name="value">The value; if it or anything inside it is unknown, so is the result.</param>
    /// <param name="options">How to write it; the serializer's defaults if null.</param>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(OutputJson.SerializeAsync(value, options));
    }

    /// <summary>Deserializes a value from JSON.</summary>
    /// <param name="json">A JSON text, or an output of one.</param>
    /// <param name="options">How to read it; the serializer's defaults if null.</param>
    /// <typeparam name="T">The type of the value; it may hold outputs and inputs.</typeparam>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(OutputJson.DeserializeAsync<T>(json, options));
    }

    internal static Output<ImmutableArray<T>> CombineInputs<T>(ImmutableArray<Input<T>> inputs)
    {
        return Join(TakeAsync);

        async Task<ImmutableArray<T>> TakeAsync(OutputJoin join)
        {
            var values = ImmutableArray.CreateBuilder<T>(inputs.Length);
            foreach (var input in inputs)
            {
                values.Add(await join.TakeAsync(input).ConfigureAwait(false));
            }

            return values.MoveToImmutable();
        }
    }

    private static Input<object?> ToObjectInput(object? argument) =>
        argument switch
        {
            IInput input => input.ToOutput().ToObjectOutput(),
            IOutput output => output.ToObjectOutput(),
            _ => Create(argument),
        };
}
