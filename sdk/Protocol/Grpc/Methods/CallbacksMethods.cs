using Infra.Protocol.Messages;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>The methods of <c>pulumirpc.Callbacks</c>, the functions of a program that the engine calls.</summary>
public static class CallbacksMethods
{
    private const string Service = "pulumirpc.Callbacks";

    /// <summary><c>Invoke(CallbackInvokeRequest) -&gt; CallbackInvokeResponse</c>.</summary>
    public static GrpcMethod<CallbackInvokeRequest, CallbackInvokeResponse> Invoke { get; } =
        new(Service, nameof(Invoke), CallbackInvokeRequest.Parser, CallbackInvokeResponse.Parser);
}
