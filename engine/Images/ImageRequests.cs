using System.Collections.Concurrent;
using Infra.Engine.Errors;

namespace Infra.Engine.Images;

/// <summary>Handles many images at the same time, and reports all that failed at once.</summary>
internal static class ImageRequests
{
    private const int Parallel = 4;

    /// <exception cref="ImageException">One or more failed.</exception>
    public static async Task<IReadOnlyList<TResult>> RunAsync<TImage, TResult>(
        IReadOnlyList<TImage> images,
        Func<TImage, CancellationToken, Task<TResult>> run,
        CancellationToken cancellationToken
    )
    {
        var results = new TResult[images.Count];
        var failures = new ConcurrentBag<(int Index, ImageException Error)>();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, images.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                try
                {
                    results[i] = await run(images[i], token);
                }
                catch (ImageException error)
                {
                    failures.Add((i, error));
                }
            }
        );
        ImageException[] errors = [.. failures.OrderBy(failure => failure.Index).Select(failure => failure.Error)];
        return errors.Length == 0
            ? results
            : throw new ImageException(
                string.Join('\n', errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)),
                errors.Any(error => error.ExitCode == ExitCode.Authentication) ? ExitCode.Authentication : ExitCode.Error,
                errors[0]
            );
    }
}
