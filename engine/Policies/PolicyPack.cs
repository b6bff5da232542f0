using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Errors;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>A pack that runs, is configured and can be asked.</summary>
internal sealed class PolicyPack : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly IAsyncDisposable _process;
    private readonly string _path;

    private PolicyPack(GrpcChannel channel, IAsyncDisposable process, string path) => (_channel, _process, _path) = (channel, process, path);

    /// <summary>What the pack tells of itself and its policies.</summary>
    public required AnalyzerInfo Info { get; init; }

    /// <summary>Builds, starts and configures a pack.</summary>
    /// <exception cref="EngineException">There is no such pack, it does not start, or it refuses its configuration.</exception>
    public static async Task<PolicyPack> StartAsync(
        PolicyPackReference reference, PolicyStack? stack, string engineAddress, PolicyPackOutput output, CancellationToken cancellationToken)
    {
        var project = await PolicyPackProject.PrepareAsync(reference.Path, output.Building, cancellationToken);
        var process = await PolicyPackProcess.StartAsync(project, engineAddress, output.Line, cancellationToken);
        try
        {
            return await ConnectAsync(process.Channel, process, reference, project, stack, engineAddress, cancellationToken);
        }
        catch (RpcException error)
        {
            await process.DisposeAsync();
            throw new ConfigurationException($"the policy pack {reference.Path} refuses to work: {error.Detail}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public Task<AnalyzeResponse> AnalyzeAsync(AnalyzeRequest request, CancellationToken cancellationToken) =>
        CallAsync(AnalyzerMethods.Analyze, request, cancellationToken);

    public Task<AnalyzeResponse> AnalyzeStackAsync(AnalyzeStackRequest request, CancellationToken cancellationToken) =>
        CallAsync(AnalyzerMethods.AnalyzeStack, request, cancellationToken);

    public Task<RemediateResponse> RemediateAsync(AnalyzeRequest request, CancellationToken cancellationToken) =>
        CallAsync(AnalyzerMethods.Remediate, request, cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<PolicyPack> ConnectAsync(
        GrpcChannel channel,
        IAsyncDisposable process,
        PolicyPackReference reference,
        PolicyPackProject project,
        PolicyStack? stack,
        string engineAddress,
        CancellationToken cancellationToken)
    {
        var handshake = new AnalyzerHandshakeRequest { EngineAddress = engineAddress, RootDirectory = project.Directory, ProgramDirectory = project.Directory };
        await TolerateMissingAsync(channel.UnaryAsync(AnalyzerMethods.Handshake, handshake, cancellationToken: cancellationToken));
        if (stack is not null)
        {
            await TolerateMissingAsync(channel.UnaryAsync(AnalyzerMethods.ConfigureStack, Write(stack), cancellationToken: cancellationToken));
        }

        var info = await channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new Empty(), cancellationToken: cancellationToken);
        info.Version = project.Version.Length > 0 ? project.Version : info.Version;
        var configuration = Reconcile(info, reference.ConfigFile is { } file ? PolicyConfigFile.Read(file) : new Dictionary<string, (EnforcementLevel?, Struct)>());
        await channel.UnaryAsync(AnalyzerMethods.Configure, configuration, cancellationToken: cancellationToken);
        foreach (var policy in info.Policies)
        {
            policy.EnforcementLevel = configuration.PolicyConfig[policy.Name].EnforcementLevel;
        }

        return new PolicyPack(channel, process, reference.Path) { Info = info };
    }

    // A level may be missing in the file, never on the wire: there the policy's own is sent.
    private static ConfigureAnalyzerRequest Reconcile(AnalyzerInfo info, IReadOnlyDictionary<string, (EnforcementLevel? Level, Struct Settings)> written)
    {
        const string all = "all";
        var request = new ConfigureAnalyzerRequest();
        var forAll = written.GetValueOrDefault(all).Level;
        foreach (var policy in info.Policies)
        {
            var initial = info.InitialConfig.GetValueOrDefault(policy.Name);
            request.PolicyConfig[policy.Name] = new PolicyConfig
            {
                EnforcementLevel = forAll ?? initial?.EnforcementLevel ?? policy.EnforcementLevel,
                Properties = initial?.Properties?.Clone() ?? new Struct(),
            };
        }

        foreach (var (name, (level, settings)) in written.Where(entry => entry.Key != all))
        {
            if (!request.PolicyConfig.TryGetValue(name, out var config))
            {
                // The pack knows best what it was meant to be, and says so.
                request.PolicyConfig[name] = config = new PolicyConfig { Properties = new Struct() };
            }

            config.EnforcementLevel = level ?? config.EnforcementLevel;
            config.Properties.MergeFrom(settings);
        }

        return request;
    }

    private static AnalyzerStackConfigureRequest Write(PolicyStack stack)
    {
        var request = new AnalyzerStackConfigureRequest { Stack = stack.Stack, Project = stack.Project, Organization = "organization", DryRun = stack.IsPreview };
        request.ConfigSecretKeys.AddRange(stack.ConfigSecretKeys);
        foreach (var (key, value) in stack.Config)
        {
            request.Config.Add(key, value);
        }

        return request;
    }

    private static async Task TolerateMissingAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            // Older packs do not know the call.
        }
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        try
        {
            return await _channel.UnaryAsync(method, request, cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return new TResponse();
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProgramException($"the policy pack {_path} failed: {error.Detail}", error);
        }
    }
}

/// <summary>Where a pack's words go while it is made ready and runs.</summary>
/// <param name="Building">Gets the project file before a build begins.</param>
/// <param name="Line">Gets each line the pack writes.</param>
internal sealed record PolicyPackOutput(Action<string> Building, Action<string> Line);
