using Wire = Infra.Protocol.Messages;

namespace Pulumi;

internal enum LogLevel
{
    Debug = Wire.LogSeverity.Debug,
    Info = Wire.LogSeverity.Info,
    Warning = Wire.LogSeverity.Warning,
    Error = Wire.LogSeverity.Error,
}

/// <summary>Sends messages to the engine in order.</summary>
internal sealed class EngineLog(IEngine engine, Runner runner)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private int _errors;

    /// <summary>Whether an error was logged, or any message could not be sent.</summary>
    public bool HasErrors => Volatile.Read(ref _errors) > 0;

    /// <summary>Sends a message. The program does not end before the engine has received it.</summary>
    public void Send(LogLevel level, string message, Resource? resource = null, int? streamId = null, bool? isEphemeral = null) =>
        runner.Track(SendAsync(level, message, resource, streamId, isEphemeral));

    /// <exception cref="LogException">The engine did not receive the message.</exception>
    public async Task SendAsync(LogLevel level, string message, Resource? resource = null, int? streamId = null, bool? isEphemeral = null)
    {
        if (level == LogLevel.Error)
        {
            Interlocked.Increment(ref _errors);
        }

        var request = new Wire.LogRequest
        {
            Severity = (Wire.LogSeverity)level,
            Message = message,
            Urn = await GetUrnAsync(resource).ConfigureAwait(false),
            StreamId = streamId ?? 0,
            Ephemeral = isEphemeral ?? false,
        };
        try
        {
            await Enqueue(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _errors);
            throw new LogException(exception);
        }
    }

    private Task Enqueue(Wire.LogRequest request)
    {
        lock (_lock)
        {
            return _last = SendAfterAsync(_last, request);
        }
    }

    private async Task SendAfterAsync(Task previous, Wire.LogRequest request)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await engine.LogAsync(request).ConfigureAwait(false);
    }

    // The resource of the message failed: the message is sent without it.
    private static async ValueTask<string> GetUrnAsync(Resource? resource)
    {
        if (resource is null)
        {
            return "";
        }

        var data = resource.Urn.Data;
        await ((Task)data).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return data.IsCompletedSuccessfully ? await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) : "";
    }
}
