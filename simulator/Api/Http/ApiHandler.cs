using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Authenticates and routes all requests.</summary>
internal sealed class ApiHandler(
    BearerAuthentication authentication,
    DiscoveryEndpoints discovery,
    OpenApiEndpoints openApi,
    ServerEndpoints server,
    ReviewEndpoints reviews,
    ResourceEndpoints resources
)
{
    /// <summary>Handles a request until it completes or the server stops.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await AnswerAsync(context, ending.Token);
        }
        catch (StatusException refusal) when (!context.Response.HasStarted)
        {
            await context.Response.WriteStatusAsync(refusal);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client has closed the connection.
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellation)
    {
        var path = context.Request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!ServerEndpoints.IsOpenToAll(parts))
        {
            authentication.Check(context.Request);
        }

        if (await server.TryAnswerAsync(context, parts))
        {
            return;
        }

        if (parts is ["openapi", ..])
        {
            await openApi.AnswerAsync(context, parts, cancellation);
            return;
        }
        if (parts is not ["api" or "apis", ..])
        {
            await NotFoundPageAsync(context);
            return;
        }
        if (HttpMethods.IsGet(context.Request.Method) && await discovery.TryAnswerAsync(context, parts))
        {
            return;
        }

        if (RequestInfo.Parse(path) is not { } info)
        {
            throw ResourceEndpoints.UnknownResource();
        }

        if (!discovery.IsKnownGroup(parts))
        {
            await NotFoundPageAsync(context);
        }
        else if (!await reviews.TryAnswerAsync(context, info, cancellation))
        {
            await resources.AnswerAsync(context, info, cancellation);
        }
    }

    private static Task NotFoundPageAsync(HttpContext context) =>
        context.Response.WriteTextAsync(StatusCodes.Status404NotFound, "404 page not found\n");
}
