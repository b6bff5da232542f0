using System.Collections.Concurrent;
using Google.Protobuf;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>Calls callback functions, which the program serves.</summary>
internal sealed class ProgramCallbacks(CancellationToken aborted) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>Calls a function.</summary>
    /// <param name="callback">The address and token of the function.</param>
    /// <param name="what">Its purpose, for error messages.</param>
    /// <param name="request">The function's request message.</param>
    /// <param name="parser">Parses the function's response message.</param>
    /// <exception cref="RpcException">The function failed or cannot be called.</exception>
    public async Task<TResponse> InvokeAsync<TResponse>(Callback callback, string what, IMessage request, MessageParser<TResponse> parser)
        where TResponse : class, IMessage<TResponse>
    {
        var channel = _channels.GetOrAdd(callback.Target, target => new GrpcChannel(target));
        try
        {
            var call = new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() };
            var answer = await channel.UnaryAsync(CallbacksMethods.Invoke, call, cancellationToken: aborted);
            return parser.ParseFrom(answer.Response);
        }
        catch (RpcException error)
        {
            throw new RpcException(error.StatusCode, $"{what}: {error.Message}", error);
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }
}
