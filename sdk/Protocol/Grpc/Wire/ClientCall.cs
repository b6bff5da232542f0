using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>A call on the client, from its request to its status.</summary>
internal sealed class ClientCall : IDisposable
{
    // Most bodies fit in one such buffer; larger ones take several from the pool. Every concurrent call holds one, so it is small.
    private static readonly StreamPipeReaderOptions BodyReaderOptions = new(bufferSize: 4 * 1024, leaveOpen: true);

    private const string ContentTypeHeader = "Content-Type";

    private readonly HttpRequestMessage _request;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _cancellation;
    private readonly CancellationToken _callerToken;
    private HttpResponseMessage? _response;
    private PipeReader? _body;

    /// <param name="method">The address of the method.</param>
    /// <param name="frame">The framed request message.</param>
    /// <param name="options">The options of this call.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public ClientCall(
        Uri method,
        ReadOnlyMemory<byte> frame,
        GrpcCallOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        _callerToken = cancellationToken;
        _request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new RequestContent(frame),
        };
        _request.Headers.TryAddWithoutValidation("TE", "trailers");
        _request.Headers.TryAddWithoutValidation(GrpcProtocol.AcceptEncodingHeader, GrpcProtocol.AcceptedEncodings);
        foreach (var (name, value) in options.Headers)
        {
            _request.Headers.TryAddWithoutValidation(name, value);
        }

        if (options.Deadline is not { } timeout)
        {
            return;
        }

        _request.Headers.TryAddWithoutValidation(GrpcProtocol.TimeoutHeader, GrpcTimeout.Format(timeout));
        _deadline = GrpcTimeout.StartTimer(timeout, time);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token);
    }

    /// <summary>Cancelled by the caller and by the deadline.</summary>
    public CancellationToken Token => _cancellation?.Token ?? _callerToken;

    private string Path => _request.RequestUri!.AbsolutePath;

    /// <summary>Sends the request, validates the response headers and returns the reader of the response messages.</summary>
    public async Task<MessageReader> StartAsync(HttpMessageInvoker http)
    {
        _response = await http.SendAsync(_request, Token).ConfigureAwait(false);
        ThrowUnlessGrpc(_response);
        var stream = await _response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        _body = PipeReader.Create(stream, BodyReaderOptions);
        return new MessageReader(_body, Find(_response.Headers, GrpcProtocol.EncodingHeader), unknownEncoding: StatusCode.Internal);
    }

    /// <summary>
    /// Throws unless the status, in the trailers or in the headers of a response without a body, is <see cref="StatusCode.OK"/>.
    /// </summary>
    public void ThrowUnlessOK()
    {
        var headers = Find(_response!.TrailingHeaders, GrpcProtocol.StatusHeader) is null ? _response.Headers : _response.TrailingHeaders;
        var text = Find(headers, GrpcProtocol.StatusHeader)
            ?? throw new RpcException(StatusCode.Internal, $"{Path}: the response has no status.");
        var status = GrpcProtocol.ParseStatus(text);
        if (status != StatusCode.OK)
        {
            throw new RpcException(status, StatusMessageEncoding.Decode(Find(headers, GrpcProtocol.MessageHeader) ?? ""))
            {
                Details = [.. StatusDetails.Decode(Find(headers, GrpcProtocol.DetailsHeader)).Details],
                IsFromPeer = true,
            };
        }
    }

    /// <summary>Converts an exception of the transport to the status that the caller sees.</summary>
    public bool TryExplain(Exception exception, [NotNullWhen(true)] out RpcException? failure)
    {
        failure = exception switch
        {
            _ when _callerToken.IsCancellationRequested && exception is not RpcException => new RpcException(
                StatusCode.Cancelled,
                $"{Path} was cancelled by its caller.",
                exception
            ),
            _ when _deadline is { IsCancellationRequested: true } && exception is not RpcException => new RpcException(
                StatusCode.DeadlineExceeded,
                $"{Path} was not answered in time.",
                exception
            ),
            HttpProtocolException reset => new RpcException(
                GrpcProtocol.FromHttp2Error(reset.ErrorCode),
                $"{Path} was reset by the server: {reset.Message}",
                reset
            ),
            HttpRequestException { InnerException: HttpProtocolException reset } => new RpcException(
                GrpcProtocol.FromHttp2Error(reset.ErrorCode),
                $"{Path} was reset by the server: {reset.Message}",
                exception
            ),
            HttpRequestException => Unavailable($"the server at {_request.RequestUri!.Authority} cannot be reached", exception),
            IOException or ObjectDisposedException => Unavailable(
                $"the connection to {_request.RequestUri!.Authority} was lost",
                exception
            ),
            _ => null,
        };
        return failure is not null;
    }

    public void Dispose()
    {
        _body?.Complete();
        _response?.Dispose();
        _request.Dispose();
        _cancellation?.Dispose();
        _deadline?.Dispose();
    }

    private RpcException Unavailable(string problem, Exception exception) =>
        new(StatusCode.Unavailable, $"{Path}: {problem}: {exception.Message}", exception);

    private static void ThrowUnlessGrpc(HttpResponseMessage response)
    {
        if (Find(response.Headers, GrpcProtocol.StatusHeader) is not null)
        {
            return;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RpcException(
                GrpcProtocol.FromHttpStatus((int)response.StatusCode),
                $"The server answered with HTTP status {(int)response.StatusCode}."
            );
        }

        var contentType = Find(response.Content.Headers, ContentTypeHeader);
        if (!GrpcProtocol.IsGrpcContentType(contentType))
        {
            throw new RpcException(
                StatusCode.Unknown,
                $"The server answered with the content type '{contentType}'; it is not a gRPC server."
            );
        }
    }

    private static string? Find(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private sealed class RequestContent : HttpContent
    {
        private static readonly MediaTypeHeaderValue GrpcMediaType = new(GrpcProtocol.ContentType);
        private readonly ReadOnlyMemory<byte> _frame;

        public RequestContent(ReadOnlyMemory<byte> frame)
        {
            _frame = frame;
            Headers.ContentType = GrpcMediaType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            stream.WriteAsync(_frame, cancellationToken).AsTask();

        // Requests of gRPC have no content-length.
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
