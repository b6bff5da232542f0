namespace Infra.Simulator.Controllers.ReplicaSets;

/// <summary>Creates pods in growing batches, so that a template that the API server rejects costs few requests.</summary>
internal static class SlowStart
{
    /// <summary>The maximum number of pods created or deleted in one reconciliation.</summary>
    public const int Burst = 500;

    /// <summary>The batches 1, 2, 4, … that make up <paramref name="count"/>.</summary>
    public static IEnumerable<int> Batches(int count)
    {
        var size = Math.Min(count, 1);
        for (var left = count; left > 0; left -= size, size = Math.Min(2 * size, left))
        {
            yield return size;
        }
    }

    /// <summary>
    /// Calls <paramref name="create"/> up to <paramref name="count"/> times, batch by batch; the batch of a failure is the last. Returns
    /// the number of successes and the failure, if any.
    /// </summary>
    public static (int Succeeded, Exception? Failure) Run(int count, Action<int> create, Func<Exception, bool> isExpected)
    {
        var (succeeded, next) = (0, 0);
        foreach (var batch in Batches(count))
        {
            Exception? failure = null;
            for (var i = 0; i < batch; i++, next++)
            {
                try
                {
                    create(next);
                    succeeded++;
                }
                catch (Exception e) when (isExpected(e))
                {
                    failure ??= e;
                }
            }

            if (failure is not null)
            {
                return (succeeded, failure);
            }
        }

        return (succeeded, null);
    }
}
