using System.Globalization;
using Engine.Tests.Support;
using Google.Protobuf;
using Infra.Engine.Operations;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;
using SampleProvider;

namespace Engine.Tests.Providers;

/// <summary>A stack whose program uses the sample provider, which runs in this process and is reached over gRPC.</summary>
internal sealed class PluginStack : IAsyncDisposable
{
    private readonly GrpcServer _server = new();

    private PluginStack(SampleService service)
    {
        Service = service;
        Notes = Path.Combine(Stack.Folder, "notes");
        Directory.CreateDirectory(Notes);
    }

    public TestStack Stack { get; } = new();

    public SampleService Service { get; }

    /// <summary>The folder of the provider's objects.</summary>
    public string Notes { get; }

    public IEnumerable<string> NoteNames => Directory.EnumerateFiles(Notes).Select(file => Path.GetFileName(file));

    /// <summary>The recorded note.</summary>
    public ResourceState Note => Stack.State.Resources.Single(resource => resource.Type == "sample:index:Note");

    public static async Task<PluginStack> StartAsync(SampleService? service = null, bool isConfigured = true)
    {
        var stack = new PluginStack(service ?? new SampleService(_ => { }));
        stack.Service.MapTo(stack._server);
        await stack._server.StartAsync();
        stack.Stack.Variables["PULUMI_DEBUG_PROVIDERS"] = string.Create(CultureInfo.InvariantCulture, $"sample:{stack._server.Port}");
        if (isConfigured)
        {
            stack.Configure();
        }

        return stack;
    }

    /// <summary>The requests of a method.</summary>
    public IEnumerable<T> Requests<T>(string method)
        where T : IMessage => Service.Calls.Where(call => call.Method == method).Select(call => (T)call.Request);

    /// <summary>Deploys one note.</summary>
    public Task<OperationOutcome> UpAsync(params (string Name, PropertyValue Value)[] inputs) =>
        Stack.UpAsync(program => RegisterAsync(program, inputs));

    /// <summary>Registers the note <c>one</c>.</summary>
    public static Task<Registered> RegisterAsync(
        ProgramClient program,
        IEnumerable<(string Name, PropertyValue Value)> inputs,
        Action<RegisterResourceRequest>? configure = null
    ) => program.RegisterAsync("sample:index:Note", "one", PropertyMap.Create(inputs), configure: configure);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Stack.Dispose();
    }

    private void Configure() =>
        File.AppendAllText(Path.Combine(Stack.Folder, $"Pulumi.{Stack.Name.Name}.yaml"), $"config:\n  sample:folder: {Notes}\n");
}
