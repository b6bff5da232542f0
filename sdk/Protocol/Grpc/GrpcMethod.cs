using Google.Protobuf;

namespace Infra.Protocol.Grpc;

/// <summary>A method of a gRPC service with the types of its messages.</summary>
/// <typeparam name="TRequest">The type of the request.</typeparam>
/// <typeparam name="TResponse">The type of the response, or of each message of a response stream.</typeparam>
public sealed class GrpcMethod<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    internal GrpcMethod(string service, string name, MessageParser<TRequest> requestParser, MessageParser<TResponse> responseParser)
    {
        Service = service;
        Name = name;
        FullPath = $"/{service}/{name}";
        RequestParser = requestParser;
        ResponseParser = responseParser;
    }

    /// <summary>The service with its package, e.g. <c>pulumirpc.Engine</c>.</summary>
    public string Service { get; }

    /// <summary>The name of the method, e.g. <c>Log</c>.</summary>
    public string Name { get; }

    /// <summary>The path on the wire, e.g. <c>/pulumirpc.Engine/Log</c>.</summary>
    public string FullPath { get; }

    internal MessageParser<TRequest> RequestParser { get; }

    internal MessageParser<TResponse> ResponseParser { get; }

    /// <inheritdoc/>
    public override string ToString() => FullPath;
}
