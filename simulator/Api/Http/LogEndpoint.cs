using Infra.Kubernetes;
using Infra.Simulator.Api.Logs;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves the logs of containers.</summary>
internal sealed class LogEndpoint(ObjectStore store, TimeProvider time)
{
    public async Task StreamAsync(HttpContext context, KubeObject pod, CancellationToken cancellation)
    {
        var reader = new LogReader(store, time, pod, Parse(context.Request.Query));
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "text/plain";
        await context.Response.BodyWriter.FlushAsync(cancellation);
        try
        {
            await reader.ReadAsync(part => context.Response.BodyWriter.WriteAsync(part, cancellation).AsTask(), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // A closed connection and the stop of the server end a log without an error.
        }
    }

    private static LogOptions Parse(IQueryCollection query) =>
        new(query["container"].ToString())
        {
            Follows = query.IsTrue("follow"),
            IsPrevious = query.IsTrue("previous"),
            HasTimestamps = query.IsTrue("timestamps"),
            SinceSeconds = query.GetNumber("sinceSeconds"),
            SinceTime = Timestamps.TryParse(query["sinceTime"].ToString(), out var since) ? since : null,
            TailLines = query.GetNumber("tailLines"),
            LimitBytes = query.GetNumber("limitBytes"),
        };
}
