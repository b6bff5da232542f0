using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Arguments of a <see cref="StackReference"/>.</summary>
public class StackReferenceArgs : ResourceArgs
{
    /// <summary>The other stack, as <c>organization/project/stack</c>; the resource's name if null.</summary>
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}

/// <summary>An output of another stack. At most one of the two values is set; neither if there is no such output.</summary>
public sealed class StackReferenceOutputDetails
{
    /// <summary>The value if it is not a secret.</summary>
    public object? Value { get; set; }

    /// <summary>The value if it is a secret.</summary>
    public object? SecretValue { get; set; }
}

/// <summary>A reference to another stack, whose outputs the program reads.</summary>
public class StackReference : CustomResource
{
    /// <summary>Refers to another stack.</summary>
    /// <param name="name">The name of this resource, and the other stack unless the arguments name it.</param>
    /// <param name="args">The name of the other stack, if it differs from this resource's.</param>
    /// <param name="options">The options of this resource, e.g. its parent.</param>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base("pulumi:pulumi:StackReference", name, AddName(args, name), AddId(options, args?.Name ?? name)) { }

    /// <summary>The name of the other stack, as <c>organization/project/stack</c>.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>All outputs, as a secret if any of them is secret. The methods return single outputs, secret only if they are.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>The names of the secret outputs.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>Returns an output of the other stack; null if it has none of that name.</summary>
    /// <param name="name">The name of the output.</param>
    public Output<object?> GetOutput(Input<string> name) =>
        AsSecretAs(
            name,
            Output
                .Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs)
                .Apply(known => known.Item2.GetValueOrDefault(known.Item1))
        );

    /// <summary>Returns an output of the other stack; fails if it has none of that name.</summary>
    /// <param name="name">The name of the output. If there is none, the result fails with a <see cref="KeyNotFoundException"/>.</param>
    public Output<object> RequireOutput(Input<string> name) =>
        AsSecretAs(
            name,
            Output
                .Tuple(name, (Input<string>)Name, (Input<ImmutableDictionary<string, object>>)Outputs)
                .Apply(known =>
                    known.Item3.TryGetValue(known.Item1, out var value)
                        ? value
                        : throw new KeyNotFoundException($"The stack '{known.Item2}' has no output '{known.Item1}', which is required.")
                )
        );

    /// <summary>Returns an output of the other stack, and whether it is a secret.</summary>
    /// <param name="name">The name of the output.</param>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).Data.ConfigureAwait(false);
        return data.IsSecret ? new() { SecretValue = data.Value } : new() { Value = data.Value };
    }

    /// <summary>Returns the value of an output of the other stack; null if it has none of that name.</summary>
    /// <param name="name">The name of the output.</param>
    /// <exception cref="InvalidOperationException">The output is a secret.</exception>
    public async Task<object?> GetValueAsync(Input<string> name) =>
        GetPlainValue(await GetOutput(name).Data.ConfigureAwait(false), nameof(GetOutput));

    /// <summary>Returns the value of an output of the other stack.</summary>
    /// <param name="name">The name of the output.</param>
    /// <exception cref="KeyNotFoundException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The output is a secret.</exception>
    public async Task<object> RequireValueAsync(Input<string> name) =>
        GetPlainValue(await RequireOutput(name).Data.ConfigureAwait(false), nameof(RequireOutput));

    private static T GetPlainValue<T>(OutputData<T> data, string alternative) =>
        !data.IsSecret
            ? data.Value
            : throw new InvalidOperationException(
                $"The output of the referenced stack is a secret: use {alternative}, whose result stays one."
            );

    private Output<T> AsSecretAs<T>(Input<string> name, Output<T> value)
    {
        return new(RunAsync());

        async Task<OutputData<T>> RunAsync()
        {
            var data = await value.Data.ConfigureAwait(false);
            return data with { IsSecret = await IsSecretAsync(name).ConfigureAwait(false) };
        }
    }

    private async Task<bool> IsSecretAsync(Input<string> name)
    {
        var nameData = await name.AsOutput().Data.ConfigureAwait(false);
        var secrets = await SecretOutputNames.Data.ConfigureAwait(false);
        if (!nameData.IsKnown || !secrets.IsKnown)
        {
            return (await Outputs.Data.ConfigureAwait(false)).IsSecret;
        }

        return !secrets.Value.IsDefault && secrets.Value.Contains(nameData.Value);
    }

    private static StackReferenceArgs AddName(StackReferenceArgs? args, string name) => new() { Name = args?.Name ?? name };

    private static CustomResourceOptions AddId(CustomResourceOptions? options, Input<string> id) =>
        CustomResourceOptions.Merge(options, new() { Id = id });
}
