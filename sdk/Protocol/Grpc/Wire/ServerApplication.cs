using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>The application that Kestrel runs: finds the handler of a method by its path and runs it.</summary>
internal sealed class ServerApplication(IReadOnlyDictionary<string, RequestDelegate> methods, TimeProvider time)
    : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }

        if (!GrpcProtocol.IsGrpcContentType(context.Request.ContentType))
        {
            return Refuse(context, StatusCodes.Status415UnsupportedMediaType);
        }

        return methods.TryGetValue(context.Request.Path.Value ?? "", out var answer)
            ? answer(context)
            : ServerCall.RefuseUnknownMethodAsync(context, time);
    }

    public void DisposeContext(HttpContext context, Exception? exception) { }

    private static Task Refuse(HttpContext context, int httpStatus)
    {
        context.Response.StatusCode = httpStatus;
        return Task.CompletedTask;
    }
}
