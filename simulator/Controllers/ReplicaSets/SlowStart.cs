namespace Infra.Simulator.Controllers.ReplicaSets;

/// <summary>Pods are created in growing batches, so that a template the API server rejects costs few requests, not hundreds.</summary>
internal static class SlowStart
{
    /// <summary>Most pods created or deleted in one go.</summary>
    public const int Burst = 500;

    /// <summary>The batches 1, 2, 4, … that make up <paramref name="count"/>.</summary>
    public static IEnumerable<int> Batches(int count)
    {
        var size = Math.Min(count, 1);
        for (var left = count; left > 0; left -= size, size = Math.Min(2 * size, left))
            yield return size;
    }

    /// <summary>
    /// Calls <paramref name="create"/> up to <paramref name="count"/> times, batch by batch; the batch in which one fails is the last. Tells how many
    /// succeeded and, if one did not, why.
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
                return (succeeded, failure);
        }

        return (succeeded, null);
    }
}
