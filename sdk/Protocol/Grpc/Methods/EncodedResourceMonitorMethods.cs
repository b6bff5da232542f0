using Infra.Protocol.Messages;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>Methods of <c>pulumirpc.ResourceMonitor</c> whose responses have encoded properties.</summary>
public static class EncodedResourceMonitorMethods
{
    /// <summary><see cref="ResourceMonitorMethods.RegisterResource"/>, with the properties of the response encoded.</summary>
    public static GrpcMethod<RegisterResourceRequest, EncodedRegisterResourceResponse> RegisterResource { get; } =
        new(
            ResourceMonitorMethods.RegisterResource.Service,
            ResourceMonitorMethods.RegisterResource.Name,
            RegisterResourceRequest.Parser,
            EncodedRegisterResourceResponse.Parser
        );
}
