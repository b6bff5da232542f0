using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Metrics.Exposition;

/// <summary>What a server answers to a path: metrics, or a text.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The text, if it is not metrics.</param>
/// <param name="Write">Writes the metrics.</param>
internal sealed record ServedPage(int Status, string Text, Func<MetricsWriter, CancellationToken, Task>? Write = null)
{
    /// <summary>The answer to a path that the server does not have.</summary>
    public static ServedPage NotFound { get; } = new(StatusCodes.Status404NotFound, "404 page not found\n");

    /// <summary>The answer of a health check.</summary>
    public static ServedPage Healthy { get; } = new(StatusCodes.Status200OK, "ok");

    /// <summary>A page of metrics.</summary>
    public static ServedPage Metrics(Func<MetricsWriter, CancellationToken, Task> write) => new(StatusCodes.Status200OK, "", write);

    /// <summary>A page of metrics that is short enough to be written at once.</summary>
    public static ServedPage Metrics(Action<MetricsWriter> write) =>
        Metrics(
            (writer, _) =>
            {
                write(writer);
                return Task.CompletedTask;
            }
        );
}
