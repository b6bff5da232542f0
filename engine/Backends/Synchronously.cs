namespace Infra.Engine.Backends;

/// <summary>Waits for the requests of a remote store: the backend reads as it does from a folder, which needs no waiting.</summary>
internal static class Synchronously
{
    /// <summary>Runs a task on the thread pool, so that no synchronization context can hold it up, and waits for it.</summary>
    public static T Run<T>(Func<Task<T>> run)
    {
#pragma warning disable RS0030 // The only place that waits; see above.
        return Task.Run(run).GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    /// <inheritdoc cref="Run{T}(Func{Task{T}})"/>
    public static void Run(Func<Task> run) =>
        Run(async () =>
        {
            await run();
            return true;
        });
}
