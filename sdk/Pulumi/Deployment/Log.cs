namespace Pulumi;

/// <summary>Messages to the user of the deployment, shown by the engine.</summary>
public static class Log
{
    /// <summary>A message that is shown only when details are asked for.</summary>
    /// <param name="message">The message.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Debug, message, resource, streamId, ephemeral);

    /// <summary>A message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Info, message, resource, streamId, ephemeral);

    /// <summary>A message about something that the user should look at.</summary>
    /// <param name="message">The message.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Warning, message, resource, streamId, ephemeral);

    /// <summary>A message about a failure. The deployment fails with it, though the program goes on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Error, message, resource, streamId, ephemeral);

    /// <summary>A failure, with its stack trace. The deployment fails with it, though the program goes on.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Send(LogLevel.Error, exception.ToString(), resource, streamId, ephemeral);
    }

    private static void Send(LogLevel level, string message, Resource? resource, int? streamId, bool? ephemeral) =>
        Deployment.Required.Log.Send(level, message, resource, streamId, ephemeral);
}
