using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services;

/// <summary>Answers what this engine does not support with an error that names it.</summary>
internal static class UnsupportedCalls
{
    public static void MapTo(GrpcServer server) =>
        server.MapUnary(ResourceMonitorMethods.Call, (request, _) =>
            Task.FromException<CallResponse>(
                new RpcException(
                    StatusCode.Unimplemented,
                    $"the method '{request.Tok}' cannot be called: methods of resources (Call) are not supported; use a function of the "
                        + "provider (Invoke) where it has one"
                )
            )
        );
}
