using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>A call on the server, from its request to its status.</summary>
internal sealed class ServerCall : IDisposable
{
    private readonly HttpContext _context;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _cancellation;

    private ServerCall(HttpContext context, TimeProvider time)
    {
        _context = context;
        if (ReadTimeout(context.Request.Headers[GrpcProtocol.TimeoutHeader]) is { } timeout)
        {
            _deadline = GrpcTimeout.StartTimer(timeout, time);
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _deadline.Token);
        }

        Token = _cancellation?.Token ?? context.RequestAborted;
        context.Response.ContentType = GrpcProtocol.ContentType;
        context.Response.Headers[GrpcProtocol.AcceptEncodingHeader] = GrpcProtocol.AcceptedEncodings;
    }

    /// <summary>Cancelled when the client cancels, the deadline passes or the connection breaks.</summary>
    public CancellationToken Token { get; }

    /// <summary>The position of the call among those of its connection: the number of its HTTP/2 stream.</summary>
    public long Number => _context.Features.Get<IHttp2StreamIdFeature>()?.StreamId ?? 0;

    public static async Task RunAsync<TRequest>(
        HttpContext context,
        TimeProvider time,
        MessageParser<TRequest> parser,
        Func<TRequest, ServerCall, Task> answer
    )
        where TRequest : class, IMessage<TRequest>
    {
        using var call = new ServerCall(context, time);
        try
        {
            await answer(await call.ReadRequestAsync(parser).ConfigureAwait(false), call).ConfigureAwait(false);
            call.End(StatusCode.OK, "");
        }
#pragma warning disable CA1031 // An exception of a handler ends only its call, not the server.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            call.EndWith(exception);
        }
    }

    public static Task RefuseUnknownMethodAsync(HttpContext context, TimeProvider time)
    {
        using var call = new ServerCall(context, time);
        call.End(StatusCode.Unimplemented, $"This server has no method {context.Request.Path.Value}.");
        return Task.CompletedTask;
    }

    /// <summary>Appends a message to the response. The next flush or the end of the call sends it.</summary>
    public void Write(IMessage message) => MessageFrame.Write(_context.Response.BodyWriter, message);

    public async Task FlushAsync() => await _context.Response.BodyWriter.FlushAsync(Token).ConfigureAwait(false);

    public void Dispose()
    {
        _cancellation?.Dispose();
        _deadline?.Dispose();
    }

    private async Task<TRequest> ReadRequestAsync<TRequest>(MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest>
    {
        string? encoding = _context.Request.Headers[GrpcProtocol.EncodingHeader];
        var body = new MessageReader(_context.Request.BodyReader, encoding, unknownEncoding: StatusCode.Unimplemented);
        var request = await body.ReadAsync(parser, Token).ConfigureAwait(false)
            ?? throw new RpcException(StatusCode.Internal, "The call came without a message.");
        await body.ReadEndAsync(Token).ConfigureAwait(false);

        // Gives its buffers back: a program may have thousands of calls open.
        await _context.Request.BodyReader.CompleteAsync().ConfigureAwait(false);
        return request;
    }

    private void EndWith(Exception exception)
    {
        // A disconnected client gets no status.
        if (_context.RequestAborted.IsCancellationRequested)
        {
            _context.Abort();
        }
        else if (_deadline is { IsCancellationRequested: true })
        {
            End(StatusCode.DeadlineExceeded, "The deadline has passed.");
        }
        else if (exception is RpcException failure)
        {
            End(failure.StatusCode, failure.Detail, failure.Details.Count > 0 ? StatusDetails.Encode(failure) : null);
        }
        else if (exception is OperationCanceledException)
        {
            End(StatusCode.Cancelled, "The operation was cancelled.");
        }
        else
        {
            End(StatusCode.Unknown, exception.Message);
        }
    }

    private void End(StatusCode status, string message, string? details = null)
    {
        var response = _context.Response;
        // Without a body, the status is in the headers: a trailers-only response.
        Action<string, string> set =
            status == StatusCode.OK || response.HasStarted
                ? (name, value) => response.AppendTrailer(name, value)
                : (name, value) => response.Headers[name] = value;
        set(GrpcProtocol.StatusHeader, GrpcProtocol.FormatStatus(status));
        if (message.Length > 0)
        {
            set(GrpcProtocol.MessageHeader, StatusMessageEncoding.Encode(message));
        }

        if (details is not null)
        {
            set(GrpcProtocol.DetailsHeader, details);
        }
    }

    // A malformed timeout is ignored: the client enforces its own deadline.
    private static TimeSpan? ReadTimeout(string? header) =>
        header is not null && GrpcTimeout.TryParse(header, out var timeout) ? timeout : null;
}
