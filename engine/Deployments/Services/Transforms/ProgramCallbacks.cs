using System.Collections.Concurrent;
using Google.Protobuf;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>Calls functions of the program, which serves them itself.</summary>
internal sealed class ProgramCallbacks(CancellationToken aborted) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>Calls one function.</summary>
    /// <param name="callback">Which one.</param>
    /// <param name="what">What it is for, as an error would say it.</param>
    /// <param name="request">The message it takes.</param>
    /// <param name="parser">Reads the message it gives.</param>
    /// <exception cref="RpcException">The function failed, or could not be called.</exception>
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
