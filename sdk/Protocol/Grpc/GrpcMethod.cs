using Google.Protobuf;

namespace Infra.Protocol.Grpc;

/// <summary>A method of a gRPC service: its name and the messages it takes and gives.</summary>
/// <typeparam name="TRequest">The message a call starts with.</typeparam>
/// <typeparam name="TResponse">The message, or each of the messages, it is answered with.</typeparam>
public sealed class GrpcMethod<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    internal GrpcMethod(
        string service, string name, MessageParser<TRequest> requestParser, MessageParser<TResponse> responseParser)
    {
        Service = service;
        Name = name;
        FullPath = $"/{service}/{name}";
        RequestParser = requestParser;
        ResponseParser = responseParser;
    }

    /// <summary>The service with its package, e.g. <c>pulumirpc.Engine</c>.</summary>
    public string Service { get; }

    /// <summary>The method's own name, e.g. <c>Log</c>.</summary>
    public string Name { get; }

    /// <summary>The path on the wire, e.g. <c>/pulumirpc.Engine/Log</c>.</summary>
    public string FullPath { get; }

    internal MessageParser<TRequest> RequestParser { get; }

    internal MessageParser<TResponse> ResponseParser { get; }

    /// <inheritdoc/>
    public override string ToString() => FullPath;
}
