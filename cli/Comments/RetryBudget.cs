namespace Infra.Cli.Comments;

/// <summary>Waits between attempts, for a bounded time in total.</summary>
/// <param name="time">The clock.</param>
/// <param name="total">The longest time to wait in total.</param>
/// <param name="delay">Waits.</param>
internal sealed class RetryBudget(TimeProvider time, TimeSpan total, Func<TimeSpan, CancellationToken, Task> delay)
{
    private TimeSpan _left = total;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The wait after a failure that names none.</summary>
    public static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));

    /// <summary>Waits if there is time left for it.</summary>
    /// <returns>False where there is not.</returns>
    public async Task<bool> TryWaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > _left)
        {
            return false;
        }

        _left -= wait;
        await delay(wait, cancellationToken);
        return true;
    }
}
