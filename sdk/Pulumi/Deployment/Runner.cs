using System.Reflection;

namespace Pulumi;

/// <summary>Runs a program until all its tasks have completed or one has failed.</summary>
internal sealed class Runner(Deployment deployment)
{
    /// <summary>The exit code of a program that logged an error, or whose exception the engine could not log.</summary>
    public const int ExitAfterError = 1;

    /// <summary>The exit code of a program whose exception the engine has logged, so that it logs no other.</summary>
    private const int ExitAfterShownFailure = 32;

    private readonly WorkTracker _work = new();

    /// <summary>Keeps the program running until a task has completed. If the task fails, the program fails.</summary>
    public void Track(Task work) => _work.Add(work);

    /// <summary>Creates a stack and runs the program until its tasks have completed.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Func<Task<Stack>> makeStack)
    {
        try
        {
            var stack = await makeStack().ConfigureAwait(false);
            stack.RegisterPropertyOutputs();
        }
        catch (Exception exception)
        {
            return await ReportAsync([exception]).ConfigureAwait(false);
        }

        return await WaitForEndAsync().ConfigureAwait(false);
    }

    /// <summary>Runs a program that is a function until its tasks have completed.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> body, StackOptions? options)
    {
        new Stack(options).RunBody(body);
        return await WaitForEndAsync().ConfigureAwait(false);
    }

    private async Task<int> WaitForEndAsync()
    {
        var failures = await _work.WaitForIdleOrFailureAsync().ConfigureAwait(false);
        if (failures.Count > 0)
        {
            return await ReportAsync(failures).ConfigureAwait(false);
        }

        if (deployment.Log.HasErrors)
        {
            return ExitAfterError;
        }

        try
        {
            await deployment.Monitor.SignalAndWaitForShutdownAsync().ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception)
        {
            return await ReportAsync([exception]).ConfigureAwait(false);
        }
    }

    private async Task<int> ReportAsync(IReadOnlyList<Exception> failures)
    {
        var anyShown = false;
        foreach (var failure in failures)
        {
            anyShown |= await TryShowAsync(failure).ConfigureAwait(false);
        }

        return anyShown ? ExitAfterShownFailure : ExitAfterError;
    }

    private async Task<bool> TryShowAsync(Exception failure)
    {
        try
        {
            if (failure is LogException)
            {
                throw failure;
            }

            await ShowAsync(failure).ConfigureAwait(false);
            return true;
        }
        catch (LogException lost)
        {
            // The engine cannot log it, so the program's own output must.
            await Console
                .Error.WriteLineAsync(
                    $"""
                    The engine that runs this program cannot be reached any more: {lost.InnerException?.Message}
                    The message that it did not receive: {(ReferenceEquals(failure, lost) ? "a message" : failure.Message)}
                    If it was not stopped on purpose, run the deployment again; the state contains what was done until then.
                    """
                )
                .ConfigureAwait(false);
            return false;
        }
    }

    private Task ShowAsync(Exception failure) =>
        failure switch
        {
            RunException => deployment.Log.SendAsync(LogLevel.Error, failure.Message),
            ResourceException { HideStack: true } resource => deployment.Log.SendAsync(LogLevel.Error, resource.Message, resource.Resource),
            ResourceException resource => deployment.Log.SendAsync(LogLevel.Error, resource.ToString(), resource.Resource),
            _ => deployment.Log.SendAsync(
                LogLevel.Error,
                $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{failure}"
            ),
        };
}
