using System.Net;
using Infra.Simulator.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Engine.Tests.Faults;

/// <summary>Passes requests to the API of a simulated cluster, some of them with a fault.</summary>
internal sealed class FaultyProxy(ApiHandler api, FaultPlan plan, TimeProvider time)
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(20);

    /// <summary>The events of a watch before its fault.</summary>
    private const int EventsBeforeTheFault = 3;

    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            var isWatch = context.Request.Query.ContainsKey("watch");
            var fault = plan.Draw($"{context.Request.Method} {context.Request.Path}{(isWatch ? " watch" : "")}");
            await (isWatch ? WatchAsync(context, fault, either.Token) : HandleAsync(context, fault, either.Token));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client timed out, or the test is over.
            context.Abort();
        }
    }

    private async Task HandleAsync(HttpContext context, Fault fault, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, fault, cancellationToken))
        {
            return;
        }

        var client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await api.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        context.Response.Body = client;
        var body = answer.ToArray();
        switch (fault)
        {
            case Fault.ResetAfterTheEffect:
                context.Abort();
                return;
            case Fault.NoAnswer:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                return;
            case Fault.InternalErrorAfterTheEffect:
                await AnswerAsync(context, HttpStatusCode.InternalServerError, "etcdserver: request timed out", null, cancellationToken);
                return;
            case Fault.StalledBody or Fault.CutBody:
                context.Response.ContentLength = body.Length;
                await client.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
                await client.FlushAsync(cancellationToken);
                if (fault == Fault.StalledBody)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                }

                context.Abort();
                return;
            default:
                await client.WriteAsync(body, cancellationToken);
                return;
        }
    }

    private async Task WatchAsync(HttpContext context, Fault fault, CancellationToken cancellationToken)
    {
        if (fault is Fault.NoAnswer or Fault.ResetAfterTheEffect)
        {
            fault = Fault.ResetBeforeTheEffect;
        }

        if (await RefuseAsync(context, fault, cancellationToken))
        {
            return;
        }

        if (fault is Fault.StalledBody or Fault.CutBody)
        {
            context.Response.Body = new BrokenStream(context.Response.Body, EventsBeforeTheFault, async () =>
            {
                if (fault == Fault.StalledBody)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                }

                context.Abort();
                throw new OperationCanceledException("the watch is cut");
            });
        }

        await api.HandleAsync(context, cancellationToken);
    }

    /// <summary>Answers in place of the API. Returns false if the API is to answer.</summary>
    private async Task<bool> RefuseAsync(HttpContext context, Fault fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case Fault.TooManyRequests or Fault.TooManyRequestsWithRetryAfter:
                var later = fault == Fault.TooManyRequests ? null : "2";
                await AnswerAsync(context, HttpStatusCode.TooManyRequests, "the server is busy", later, cancellationToken);
                return true;
            case Fault.InternalError:
                await AnswerAsync(context, HttpStatusCode.InternalServerError, "no leader", null, cancellationToken);
                return true;
            case Fault.Unavailable or Fault.UnavailableWithRetryAfter:
                var wait = fault == Fault.Unavailable ? null : "1";
                await AnswerAsync(context, HttpStatusCode.ServiceUnavailable, "the server is stopping", wait, cancellationToken);
                return true;
            case Fault.ResetBeforeTheEffect:
                context.Abort();
                return true;
            case Fault.Slow:
                await Task.Delay(Slowness, time, cancellationToken);
                return false;
            default:
                return false;
        }
    }

    private static Task AnswerAsync(
        HttpContext context,
        HttpStatusCode code,
        string message,
        string? retryAfter,
        CancellationToken cancellationToken
    )
    {
        context.Response.StatusCode = (int)code;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = null;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(
            $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","code":{{(int)code}},"message":"{{message}}"}""",
            cancellationToken
        );
    }
}
