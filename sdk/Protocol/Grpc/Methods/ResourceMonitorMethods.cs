using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>The methods of <c>pulumirpc.ResourceMonitor</c>, the service of the engine for resources.</summary>
public static class ResourceMonitorMethods
{
    private const string Service = "pulumirpc.ResourceMonitor";

    /// <summary><c>GetDeploymentInfo(Empty) -&gt; DeploymentInfo</c>.</summary>
    public static GrpcMethod<Empty, DeploymentInfo> GetDeploymentInfo { get; } =
        new(Service, nameof(GetDeploymentInfo), Empty.Parser, DeploymentInfo.Parser);

    /// <summary><c>SupportsFeature(SupportsFeatureRequest) -&gt; SupportsFeatureResponse</c>.</summary>
    public static GrpcMethod<SupportsFeatureRequest, SupportsFeatureResponse> SupportsFeature { get; } =
        new(Service, nameof(SupportsFeature), SupportsFeatureRequest.Parser, SupportsFeatureResponse.Parser);

    /// <summary><c>Invoke(ResourceInvokeRequest) -&gt; ResourceInvokeResponse</c>.</summary>
    public static GrpcMethod<ResourceInvokeRequest, ResourceInvokeResponse> Invoke { get; } =
        new(Service, nameof(Invoke), ResourceInvokeRequest.Parser, ResourceInvokeResponse.Parser);

    /// <summary><c>Call(ResourceCallRequest) -&gt; CallResponse</c>.</summary>
    public static GrpcMethod<ResourceCallRequest, CallResponse> Call { get; } =
        new(Service, nameof(Call), ResourceCallRequest.Parser, CallResponse.Parser);

    /// <summary><c>ReadResource(ReadResourceRequest) -&gt; ReadResourceResponse</c>.</summary>
    public static GrpcMethod<ReadResourceRequest, ReadResourceResponse> ReadResource { get; } =
        new(Service, nameof(ReadResource), ReadResourceRequest.Parser, ReadResourceResponse.Parser);

    /// <summary><c>RegisterResource(RegisterResourceRequest) -&gt; RegisterResourceResponse</c>.</summary>
    public static GrpcMethod<RegisterResourceRequest, RegisterResourceResponse> RegisterResource { get; } =
        new(Service, nameof(RegisterResource), RegisterResourceRequest.Parser, RegisterResourceResponse.Parser);

    /// <summary><c>RegisterResourceOutputs(RegisterResourceOutputsRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<RegisterResourceOutputsRequest, Empty> RegisterResourceOutputs { get; } =
        new(Service, nameof(RegisterResourceOutputs), RegisterResourceOutputsRequest.Parser, Empty.Parser);

    /// <summary><c>RegisterStackTransform(Callback) -&gt; Empty</c>.</summary>
    public static GrpcMethod<Callback, Empty> RegisterStackTransform { get; } =
        new(Service, nameof(RegisterStackTransform), Callback.Parser, Empty.Parser);

    /// <summary><c>RegisterStackInvokeTransform(Callback) -&gt; Empty</c>.</summary>
    public static GrpcMethod<Callback, Empty> RegisterStackInvokeTransform { get; } =
        new(Service, nameof(RegisterStackInvokeTransform), Callback.Parser, Empty.Parser);

    /// <summary><c>RegisterResourceHook(RegisterResourceHookRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<RegisterResourceHookRequest, Empty> RegisterResourceHook { get; } =
        new(Service, nameof(RegisterResourceHook), RegisterResourceHookRequest.Parser, Empty.Parser);

    /// <summary><c>RegisterErrorHook(RegisterErrorHookRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<RegisterErrorHookRequest, Empty> RegisterErrorHook { get; } =
        new(Service, nameof(RegisterErrorHook), RegisterErrorHookRequest.Parser, Empty.Parser);

    /// <summary><c>RegisterPackage(RegisterPackageRequest) -&gt; RegisterPackageResponse</c>.</summary>
    public static GrpcMethod<RegisterPackageRequest, RegisterPackageResponse> RegisterPackage { get; } =
        new(Service, nameof(RegisterPackage), RegisterPackageRequest.Parser, RegisterPackageResponse.Parser);

    /// <summary><c>SignalAndWaitForShutdown(Empty) -&gt; Empty</c>.</summary>
    public static GrpcMethod<Empty, Empty> SignalAndWaitForShutdown { get; } =
        new(Service, nameof(SignalAndWaitForShutdown), Empty.Parser, Empty.Parser);
}
