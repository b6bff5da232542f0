using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>The methods of <c>pulumirpc.Engine</c>, the service of the engine for everything but resources.</summary>
public static class EngineMethods
{
    private const string Service = "pulumirpc.Engine";

    /// <summary><c>Log(LogRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<LogRequest, Empty> Log { get; } = new(Service, nameof(Log), LogRequest.Parser, Empty.Parser);

    /// <summary><c>GetRootResource(GetRootResourceRequest) -&gt; GetRootResourceResponse</c>.</summary>
    public static GrpcMethod<GetRootResourceRequest, GetRootResourceResponse> GetRootResource { get; } =
        new(Service, nameof(GetRootResource), GetRootResourceRequest.Parser, GetRootResourceResponse.Parser);

    /// <summary><c>SetRootResource(SetRootResourceRequest) -&gt; SetRootResourceResponse</c>.</summary>
    public static GrpcMethod<SetRootResourceRequest, SetRootResourceResponse> SetRootResource { get; } =
        new(Service, nameof(SetRootResource), SetRootResourceRequest.Parser, SetRootResourceResponse.Parser);

    /// <summary><c>StartDebugging(StartDebuggingRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<StartDebuggingRequest, Empty> StartDebugging { get; } =
        new(Service, nameof(StartDebugging), StartDebuggingRequest.Parser, Empty.Parser);

    /// <summary><c>RequirePulumiVersion(RequirePulumiVersionRequest) -&gt; RequirePulumiVersionResponse</c>.</summary>
    public static GrpcMethod<RequirePulumiVersionRequest, RequirePulumiVersionResponse> RequirePulumiVersion { get; } =
        new(Service, nameof(RequirePulumiVersion), RequirePulumiVersionRequest.Parser, RequirePulumiVersionResponse.Parser);
}
