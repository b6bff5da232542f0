namespace Pulumi;

/// <summary>An output whose source is set later.</summary>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<OutputData<T>> _source = new();
    private int _isResolved;

    /// <summary>Creates an unresolved output. A program that never resolves it never ends.</summary>
    public DeferredOutput() => Output = new(_source.Task);

    /// <summary>The output, which resolves once its source is set and has resolved.</summary>
    public Output<T> Output { get; }

    /// <summary>Resolves <see cref="Output"/> to another output: its value, its failure, its dependencies.</summary>
    /// <exception cref="InvalidOperationException">The output is already resolved.</exception>
    public void Resolve(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Interlocked.Exchange(ref _isResolved, 1) != 0)
        {
            throw new InvalidOperationException("A DeferredOutput can be resolved only once.");
        }

        _ = FollowAsync(output.Data);
    }

    private async Task FollowAsync(Task<OutputData<T>> data)
    {
        await ((Task)data).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _source.SetFromTask(data);
    }
}
