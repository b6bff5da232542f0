namespace Pulumi;

/// <summary>An output that is handed out before anyone knows which output it will be.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<OutputData<T>> _source = new();
    private int _isResolved;

    /// <summary>A deferred output without a value. A program that never resolves it never ends.</summary>
    public DeferredOutput() => Output = new(_source.Task);

    /// <summary>The output that readers hold.</summary>
    public Output<T> Output { get; }

    /// <summary>Makes <see cref="Output"/> follow another output: its value, its failure, its dependencies.</summary>
    /// <param name="output">The output to follow.</param>
    /// <exception cref="InvalidOperationException">It was resolved before.</exception>
    public void Resolve(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Interlocked.Exchange(ref _isResolved, 1) != 0)
            throw new InvalidOperationException("A DeferredOutput can be resolved once only.");
        _ = FollowAsync(output.Data);
    }

    private async Task FollowAsync(Task<OutputData<T>> data)
    {
        await ((Task)data).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _source.SetFromTask(data);
    }
}
