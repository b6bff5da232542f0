using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A value that becomes available later, with the resources it depends on, whether it is known (in a preview many values are not), and
/// whether it is a secret.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> data)
        : this(data, isTracked: true) { }

    /// <summary>Creates an output of pending data.</summary>
    /// <param name="data">Completes with the value and what is known about it.</param>
    /// <param name="isTracked">Whether the program must not end before the data is there, and fails if it fails.</param>
    internal Output(Task<OutputData<T>> data, bool isTracked)
    {
        Data = data;
        if (isTracked && !data.IsCompletedSuccessfully)
        {
            Deployment.Current?.Runner.Track(data);
        }
    }

    internal Output(OutputData<T> data)
        : this(Task.FromResult(data)) { }

    internal Task<OutputData<T>> Data { get; }

    /// <summary>Creates an output of the result of a task. If the task fails, the deployment fails.</summary>
    /// <param name="value">The task to wait for.</param>
    public static Output<T> Create(Task<T> value) => Create(value, isSecret: false);

    /// <summary>Runs an asynchronous action on the value once it is known.</summary>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    /// <returns>An output that resolves when the action has completed.</returns>
    public Output<ValueTuple> Apply(Func<T, Task> func)
    {
        return new(RunAsync());

        async Task<OutputData<ValueTuple>> RunAsync()
        {
            var data = await Data.ConfigureAwait(false);
            if (data.IsKnown)
            {
                await func(data.Value).ConfigureAwait(false);
            }

            return new(default, data.IsKnown, data.IsSecret, data.Dependencies);
        }
    }

    /// <summary>Transforms the value once it is known. The result is secret if the value is, and has its dependencies.</summary>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
    {
        return new(RunAsync());

        async Task<OutputData<TResult>> RunAsync()
        {
            var data = await Data.ConfigureAwait(false);
            return new(data.IsKnown ? func(data.Value) : default!, data.IsKnown, data.IsSecret, data.Dependencies);
        }
    }

    /// <summary>Transforms the value asynchronously once it is known.</summary>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
    {
        return new(RunAsync());

        async Task<OutputData<TResult>> RunAsync()
        {
            var data = await Data.ConfigureAwait(false);
            var result = data.IsKnown ? await func(data.Value).ConfigureAwait(false) : default!;
            return new(result, data.IsKnown, data.IsSecret, data.Dependencies);
        }
    }

    /// <summary>Transforms the value into an input once it is known, without nesting.</summary>
    /// <param name="func">Called with the value; not called while the value is unknown. A null result counts as a null value.</param>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) => Apply(value => func(value)?.AsOutput());

    /// <summary>
    /// Transforms the value into another output once it is known, without nesting. The result is secret if either is, and has the
    /// dependencies of both.
    /// </summary>
    /// <param name="func">Called with the value; not called while the value is unknown. A null result counts as a null value.</param>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
    {
        return new(RunAsync());

        async Task<OutputData<TResult>> RunAsync()
        {
            var data = await Data.ConfigureAwait(false);
            if (!data.IsKnown)
            {
                return OutputData<TResult>.Unknown(data.IsSecret, data.Dependencies);
            }

            var inner = func(data.Value);
            return inner is null
                ? new(default!, true, data.IsSecret, data.Dependencies)
                : data.Then(await inner.Data.ConfigureAwait(false));
        }
    }

    /// <summary>Like <see cref="Apply{TResult}(Func{T, Output{TResult}})"/>, for callers without the type of the value.</summary>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func) => Apply(value => func(value));

    /// <summary>
    /// Returns not the value, which is not available yet, but a text that explains what to do instead. The text is logged as a warning.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The environment variable PULUMI_ERROR_OUTPUT_STRING is <c>1</c> or <c>true</c>.
    /// </exception>
    public override string ToString() => OutputText.OfMisuse();

    internal Output<T> With(Func<OutputData<T>, OutputData<T>> change)
    {
        return new(RunAsync());

        async Task<OutputData<T>> RunAsync() => change(await Data.ConfigureAwait(false));
    }

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await Data.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    internal static Output<T> Create(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(RunAsync());

        async Task<OutputData<T>> RunAsync() => OutputData<T>.Known(await value.ConfigureAwait(false), isSecret);
    }

    async ValueTask<OutputData<object?>> IOutput.GetDataAsync()
    {
        var data = await Data.ConfigureAwait(false);
        return new(data.Value, data.IsKnown, data.IsSecret, data.Dependencies);
    }

    async ValueTask<ImmutableHashSet<Resource>> IOutput.GetDependenciesAsync() => (await Data.ConfigureAwait(false)).Dependencies;

    Output<object?> IOutput.ToObjectOutput()
    {
        return this as Output<object?> ?? new(RunAsync());

        async Task<OutputData<object?>> RunAsync() => await ((IOutput)this).GetDataAsync().ConfigureAwait(false);
    }
}
