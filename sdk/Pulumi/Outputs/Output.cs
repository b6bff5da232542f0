using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>Makes and combines outputs. A result is unknown if any part is, and a secret if any part is.</summary>
public static partial class Output
{
    /// <summary>An output of a value that is available now.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> Create<T>(T value) => new(OutputData<T>.Known(value));

    /// <summary>An output of the value that a task gives. A task that fails fails the deployment.</summary>
    /// <param name="value">The task to wait for.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A secret output of a value: it is encrypted wherever it is stored and masked wherever it is shown.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> CreateSecret<T>(T value) => new(OutputData<T>.Known(value, isSecret: true));

    /// <summary>A secret output of the value that a task gives.</summary>
    /// <param name="value">The task to wait for.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    /// <summary>The same output, as a secret.</summary>
    /// <param name="value">The output.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.With(data => data with { IsSecret = true });
    }

    /// <summary>The same output, no longer a secret. Whoever calls this vouches that the value may be seen.</summary>
    /// <param name="output">The output.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> Unsecret<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.With(data => data with { IsSecret = false });
    }

    /// <summary>Whether the output is a secret, once it is resolved.</summary>
    /// <param name="output">The output.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data.ConfigureAwait(false)).IsSecret;
    }

    /// <summary>One output of the values of many inputs, in their order.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <typeparam name="T">The type of each value.</typeparam>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => AllOf([.. inputs]);

    /// <summary>One output of the values of many inputs, in their order.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <typeparam name="T">The type of each value.</typeparam>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => AllOf([.. inputs]);

    /// <summary>One output of the values of many outputs, in their order.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <typeparam name="T">The type of each value.</typeparam>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    /// <summary>One output of the values of many outputs, in their order.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <typeparam name="T">The type of each value.</typeparam>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => AllOf([.. outputs.Select(output => (Input<T>)output)]);

    /// <summary>Formats an interpolated string whose holes may be inputs and outputs, independent of culture.</summary>
    /// <param name="formattableString">For example <c>$"https://{host}/"</c>.</param>
    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        var arguments = formattableString.GetArguments().Select(ToObjectInput).ToImmutableArray();
        return AllOf(arguments).Apply(values =>
            string.Format(CultureInfo.InvariantCulture, formattableString.Format, values.AsSpan()));
    }

    /// <summary>Writes the value as JSON. Inputs and outputs inside it are resolved.</summary>
    /// <param name="value">The value; if it or anything inside it is unknown, so is the result.</param>
    /// <param name="options">How to write it; the serializer's defaults if null.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(OutputJson.SerializeAsync(value, options));
    }

    /// <summary>Reads a value from JSON.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="options">How to read it; the serializer's defaults if null.</param>
    /// <typeparam name="T">The type of the value; it may hold outputs and inputs.</typeparam>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(OutputJson.DeserializeAsync<T>(json, options));
    }

    internal static Output<ImmutableArray<T>> AllOf<T>(ImmutableArray<Input<T>> inputs)
    {
        return Join(TakeAsync);

        async Task<ImmutableArray<T>> TakeAsync(OutputJoin join)
        {
            var values = ImmutableArray.CreateBuilder<T>(inputs.Length);
            foreach (var input in inputs)
                values.Add(await join.TakeAsync(input).ConfigureAwait(false));
            return values.MoveToImmutable();
        }
    }

    private static Input<object?> ToObjectInput(object? argument) => argument switch
    {
        IInput input => input.ToOutput().ToObjectOutput(),
        IOutput output => output.ToObjectOutput(),
        _ => Create(argument),
    };
}
