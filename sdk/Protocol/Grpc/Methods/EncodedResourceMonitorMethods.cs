using Infra.Protocol.Messages;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>Methods of <c>pulumirpc.ResourceMonitor</c> for those who read the properties themselves, as they are encoded.</summary>
public static class EncodedResourceMonitorMethods
{
    /// <summary><see cref="ResourceMonitorMethods.RegisterResource"/>, with the answer's properties in their encoded form.</summary>
    public static GrpcMethod<RegisterResourceRequest, EncodedRegisterResourceResponse> RegisterResource { get; } =
        new(ResourceMonitorMethods.RegisterResource.Service, ResourceMonitorMethods.RegisterResource.Name,
            RegisterResourceRequest.Parser, EncodedRegisterResourceResponse.Parser);
}
