namespace Pulumi;

/// <summary>Logs messages to the user of the deployment.</summary>
public static class Log
{
    /// <summary>Logs a debug message, shown only on request.</summary>
    /// <param name="message">The text, which must not contain secrets.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Debug, message, resource, streamId, ephemeral);

    /// <summary>Logs an informational message.</summary>
    /// <param name="message">The text, which must not contain secrets.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Info, message, resource, streamId, ephemeral);

    /// <summary>Logs a warning.</summary>
    /// <param name="message">The text, which must not contain secrets.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Warning, message, resource, streamId, ephemeral);

    /// <summary>Logs an error, which fails the deployment. The program continues.</summary>
    /// <param name="message">The text, which must not contain secrets.</param>
    /// <param name="resource">The resource that it is about; the stack if null.</param>
    /// <param name="streamId">Groups messages that belong together.</param>
    /// <param name="ephemeral">Whether the message may vanish once the operation is done.</param>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Send(LogLevel.Error, message, resource, streamId, ephemeral);

    /// <summary>Logs an exception with its stack trace, which fails the deployment. The program continues.</summary>
    /// <param name="exception">The exception to log.</param>
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
