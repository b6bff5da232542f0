using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;
using Infra.Protocol.Messages.Providers;

namespace Infra.Protocol.Grpc.Methods;

/// <summary>The methods of <c>pulumirpc.ResourceProvider</c>, the service of a provider plugin.</summary>
public static class ResourceProviderMethods
{
    private const string Service = "pulumirpc.ResourceProvider";

    /// <summary><c>Handshake(ProviderHandshakeRequest) -&gt; ProviderHandshakeResponse</c>.</summary>
    public static GrpcMethod<ProviderHandshakeRequest, ProviderHandshakeResponse> Handshake { get; } =
        new(Service, nameof(Handshake), ProviderHandshakeRequest.Parser, ProviderHandshakeResponse.Parser);

    /// <summary><c>CheckConfig(CheckRequest) -&gt; CheckResponse</c>.</summary>
    public static GrpcMethod<CheckRequest, CheckResponse> CheckConfig { get; } =
        new(Service, nameof(CheckConfig), CheckRequest.Parser, CheckResponse.Parser);

    /// <summary><c>DiffConfig(DiffRequest) -&gt; DiffResponse</c>.</summary>
    public static GrpcMethod<DiffRequest, DiffResponse> DiffConfig { get; } =
        new(Service, nameof(DiffConfig), DiffRequest.Parser, DiffResponse.Parser);

    /// <summary><c>Configure(ConfigureRequest) -&gt; ConfigureResponse</c>.</summary>
    public static GrpcMethod<ConfigureRequest, ConfigureResponse> Configure { get; } =
        new(Service, nameof(Configure), ConfigureRequest.Parser, ConfigureResponse.Parser);

    /// <summary><c>Invoke(InvokeRequest) -&gt; InvokeResponse</c>.</summary>
    public static GrpcMethod<InvokeRequest, InvokeResponse> Invoke { get; } =
        new(Service, nameof(Invoke), InvokeRequest.Parser, InvokeResponse.Parser);

    /// <summary><c>Check(CheckRequest) -&gt; CheckResponse</c>.</summary>
    public static GrpcMethod<CheckRequest, CheckResponse> Check { get; } =
        new(Service, nameof(Check), CheckRequest.Parser, CheckResponse.Parser);

    /// <summary><c>Diff(DiffRequest) -&gt; DiffResponse</c>.</summary>
    public static GrpcMethod<DiffRequest, DiffResponse> Diff { get; } = new(Service, nameof(Diff), DiffRequest.Parser, DiffResponse.Parser);

    /// <summary><c>Create(CreateRequest) -&gt; CreateResponse</c>.</summary>
    public static GrpcMethod<CreateRequest, CreateResponse> Create { get; } =
        new(Service, nameof(Create), CreateRequest.Parser, CreateResponse.Parser);

    /// <summary><c>Read(ReadRequest) -&gt; ReadResponse</c>.</summary>
    public static GrpcMethod<ReadRequest, ReadResponse> Read { get; } = new(Service, nameof(Read), ReadRequest.Parser, ReadResponse.Parser);

    /// <summary><c>Update(UpdateRequest) -&gt; UpdateResponse</c>.</summary>
    public static GrpcMethod<UpdateRequest, UpdateResponse> Update { get; } =
        new(Service, nameof(Update), UpdateRequest.Parser, UpdateResponse.Parser);

    /// <summary><c>Delete(DeleteRequest) -&gt; Empty</c>.</summary>
    public static GrpcMethod<DeleteRequest, Empty> Delete { get; } = new(Service, nameof(Delete), DeleteRequest.Parser, Empty.Parser);

    /// <summary><c>Cancel(Empty) -&gt; Empty</c>.</summary>
    public static GrpcMethod<Empty, Empty> Cancel { get; } = new(Service, nameof(Cancel), Empty.Parser, Empty.Parser);

    /// <summary><c>GetPluginInfo(Empty) -&gt; PluginInfo</c>.</summary>
    public static GrpcMethod<Empty, PluginInfo> GetPluginInfo { get; } =
        new(Service, nameof(GetPluginInfo), Empty.Parser, PluginInfo.Parser);

    /// <summary><c>Attach(PluginAttach) -&gt; Empty</c>.</summary>
    public static GrpcMethod<PluginAttach, Empty> Attach { get; } = new(Service, nameof(Attach), PluginAttach.Parser, Empty.Parser);
}
