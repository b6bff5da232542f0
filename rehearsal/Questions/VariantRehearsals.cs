using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions;

/// <summary>
/// Rehearses variants, as many at a time as cores and memory allow. Each is alone on its own simulated cluster, so what is found does not
/// depend on how many run at a time.
/// </summary>
/// <param name="run">Rehearses a plan.</param>
/// <param name="parallel">How many run at a time; null for what this machine allows.</param>
public sealed class VariantRehearsals(RunRehearsal run, int? parallel = null)
{
    /// <summary>The memory that a rehearsal of a large stack takes.</summary>
    private const long MemoryOfOne = 768L * 1024 * 1024;

    /// <summary>How many run at a time.</summary>
    public int Parallel { get; } =
        parallel ?? (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryOfOne, 1, Environment.ProcessorCount);

    /// <summary>Rehearses variants.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="read">Takes from the result of a variant what the answer needs, so that the rest can be forgotten.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>What was read, in the order of the variants; null for those that did not come to their end.</returns>
    public async Task<IReadOnlyList<T?>> RunAsync<T>(
        IReadOnlyList<Variant> variants,
        Func<Variant, RehearsalResult, T> read,
        CancellationToken cancellation
    )
        where T : class
    {
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(read);
        var found = new T?[variants.Count];

        // Cancelled, it ends as soon as those in progress do: it is no failure.
        await System.Threading.Tasks.Parallel.ForAsync(
            0,
            variants.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel },
            async (i, failed) =>
            {
                if (cancellation.IsCancellationRequested)
                {
                    return;
                }

                using var ended = CancellationTokenSource.CreateLinkedTokenSource(failed, cancellation);
                try
                {
                    var (stack, plan) = await variants[i].LoadAsync(ended.Token);
                    var result = run(stack, plan, ended.Token);
                    found[i] = result.IsComplete ? read(variants[i], result) : null;
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    found[i] = null;
                }
            }
        );
        return found;
    }
}
