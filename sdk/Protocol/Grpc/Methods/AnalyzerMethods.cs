using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>The methods of <c>pulumirpc.Analyzer</c>, the service of a policy pack.</summary>
public static class AnalyzerMethods
{
    private const string Service = "pulumirpc.Analyzer";

    /// <summary><c>Analyze(AnalyzeRequest) -&gt; AnalyzeResponse</c>.</summary>
    public static GrpcMethod<AnalyzeRequest, AnalyzeResponse> Analyze { get; } =
        new(Service, nameof(Analyze), AnalyzeRequest.Parser, AnalyzeResponse.Parser);

    /// <summary><c>AnalyzeStack(AnalyzeStackRequest) -&gt; AnalyzeResponse</c>.</summary>
    public static GrpcMethod<AnalyzeStackRequest, AnalyzeResponse> AnalyzeStack { get; } =
        new(Service, nameof(AnalyzeStack), AnalyzeStackRequest.Parser, AnalyzeResponse.Parser);

    /// <summary><c>Remediate(AnalyzeRequest) -&gt; RemediateResponse</c>.</summary>
    public static GrpcMethod<AnalyzeRequest, RemediateResponse> Remediate { get; } =
        new(Service, nameof(Remediate), AnalyzeRequest.Parser, RemediateResponse.Parser);

    /// <summary><c>GetAnalyzerInfo(Empty) -&gt; AnalyzerInfo</c>.</summary>
    public static GrpcMethod<Empty, AnalyzerInfo> GetAnalyzerInfo { get; } =
        new(Service, nameof(GetAnalyzerInfo), Empty.Parser, AnalyzerInfo.Parser);

    /// <summary><c>GetPluginInfo(Empty) -&gt; PluginInfo</c>.</summary>
    public static GrpcMethod<Empty, PluginInfo> GetPluginInfo { get; } =
        new(Service, nameof(GetPluginInfo), Empty.Parser, PluginInfo.Parser);

    /// <summary><c>Configure(ConfigureAnalyzerRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<ConfigureAnalyzerRequest, Empty> Configure { get; } =
        new(Service, nameof(Configure), ConfigureAnalyzerRequest.Parser, Empty.Parser);

    /// <summary><c>Handshake(AnalyzerHandshakeRequest) -&gt; AnalyzerHandshakeResponse</c>.</summary>
    public static GrpcMethod<AnalyzerHandshakeRequest, AnalyzerHandshakeResponse> Handshake { get; } =
        new(Service, nameof(Handshake), AnalyzerHandshakeRequest.Parser, AnalyzerHandshakeResponse.Parser);

    /// <summary><c>ConfigureStack(AnalyzerStackConfigureRequest) -&gt; AnalyzerStackConfigureResponse</c>.</summary>
    public static GrpcMethod<AnalyzerStackConfigureRequest, AnalyzerStackConfigureResponse> ConfigureStack { get; } =
        new(Service, nameof(ConfigureStack), AnalyzerStackConfigureRequest.Parser, AnalyzerStackConfigureResponse.Parser);

    /// <summary><c>Cancel(Empty) -&gt; Empty</c>.</summary>
    public static GrpcMethod<Empty, Empty> Cancel { get; } = new(Service, nameof(Cancel), Empty.Parser, Empty.Parser);
}
