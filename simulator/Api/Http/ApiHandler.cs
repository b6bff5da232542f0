using Infra.Simulator.Api.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Checks the access of all requests and routes them.</summary>
internal sealed class ApiHandler(
    AccessControl access,
    DiscoveryEndpoints discovery,
    OpenApiEndpoints openApi,
    ServerEndpoints server,
    ReviewEndpoints reviews,
    ResourceEndpoints resources,
    ProxyEndpoints proxies,
    RequestMetrics requests,
    IReadOnlyList<IAggregatedApi> aggregated
)
{
    /// <summary>Handles a request until it completes or the server stops.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var started = requests.Begin(context.Request);
        try
        {
            await RouteAsync(context, linked.Token);
        }
        catch (StatusException error) when (!context.Response.HasStarted)
        {
            await context.Response.WriteStatusAsync(error);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await context.Response.WriteStatusAsync(new StatusException(error.StatusCode, StatusReason.BadRequest, error.Message));
        }
        catch (Exception error) when (error is not OperationCanceledException && !context.Response.HasStarted)
        {
            // A fault of the simulator: the client gets a Status, the log the details.
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path}: {error}");
            await context.Response.WriteStatusAsync(
                new StatusException(
                    StatusCodes.Status500InternalServerError,
                    StatusReason.InternalError,
                    "Internal error occurred: see the log of the cluster"
                )
            );
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            // The client has closed the connection, or the server stops.
        }
        finally
        {
            requests.End(context, started);
        }
    }

    private async Task RouteAsync(HttpContext context, CancellationToken cancellation)
    {
        var path = context.Request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        access.Check(context);
        if (path.TrimEnd('/').LastIndexOf("//", StringComparison.Ordinal) > 0)
        {
            // Authorization reads the segments of the path with the empty ones.
            await WriteNotFoundAsync(context);
            return;
        }

        if (await server.TryHandleAsync(context, parts))
        {
            return;
        }

        if (parts is ["openapi", ..])
        {
            await openApi.HandleAsync(context, parts, cancellation);
            return;
        }
        if (parts is not ["api" or "apis", ..])
        {
            await WriteNotFoundAsync(context);
            return;
        }
        if (HttpMethods.IsGet(context.Request.Method) && await discovery.TryHandleAsync(context, parts))
        {
            return;
        }

        if (
            parts.Length > 3
            && aggregated.FirstOrDefault(api => api.Group.Name == parts[1] && api.Group.PreferredVersion == parts[2]) is { } found
        )
        {
            await HandleAggregatedAsync(context, found, parts[3..]);
            return;
        }

        if (RequestInfo.Parse(path) is not { } info)
        {
            throw ResourceEndpoints.UnknownResource();
        }

        if (!discovery.IsKnownGroup(parts))
        {
            await WriteNotFoundAsync(context);
        }
        else if (!await reviews.TryHandleAsync(context, info, cancellation) && !await proxies.TryHandleAsync(context, info, cancellation))
        {
            await resources.HandleAsync(context, info, cancellation);
        }
    }

    private static Task HandleAggregatedAsync(HttpContext context, IAggregatedApi api, string[] path) =>
        HttpMethods.IsGet(context.Request.Method)
            ? api.HandleAsync(context, path)
            : throw new StatusException(
                StatusCodes.Status405MethodNotAllowed,
                StatusReason.MethodNotAllowed,
                "the server does not allow this method on the requested resource"
            );

    private static Task WriteNotFoundAsync(HttpContext context) =>
        context.Response.WriteTextAsync(StatusCodes.Status404NotFound, "404 page not found\n");
}
