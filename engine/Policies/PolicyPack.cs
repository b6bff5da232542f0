using Google.Protobuf;
using Infra.Engine.Errors;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>A running, configured policy pack.</summary>
internal sealed class PolicyPack : IAsyncDisposable
{
    private readonly PolicyPackProcess _process;
    private readonly string[] _resourcePolicies;
    private readonly string[] _stackPolicies;

    private PolicyPack(PolicyPackReference reference, PolicyPackProcess process, AnalyzerInfo info)
    {
        (Path, _process, Info) = (reference.Path, process, info);
        _resourcePolicies = FindEnabled(PolicyType.Resource);
        _stackPolicies = FindEnabled(PolicyType.Stack);
    }

    /// <summary>The path of the pack.</summary>
    public string Path { get; }

    /// <summary>The pack's description of itself and its policies, with the configured enforcement levels.</summary>
    public AnalyzerInfo Info { get; }

    /// <summary>True where a policy may remediate resources.</summary>
    public bool Remediates => Info.Policies.Any(policy => policy.EnforcementLevel == EnforcementLevel.Remediate);

    /// <summary>Builds, starts and configures a pack.</summary>
    /// <exception cref="EngineException">The pack does not exist, does not start, or rejects its configuration.</exception>
    public static async Task<PolicyPack> StartAsync(
        PolicyPackReference reference,
        PolicyStack? stack,
        PolicyPackHost host,
        CancellationToken cancellationToken
    )
    {
        var project = await PolicyPackProject.PrepareAsync(reference, host.Build, host.Time, cancellationToken);
        var process = await PolicyPackProcess.StartAsync(project, host, cancellationToken);
        try
        {
            var setup = new PolicyPackSetup(process.Channel, reference, project, stack);
            return new PolicyPack(reference, process, await setup.RunAsync(host.EngineAddress, cancellationToken));
        }
        catch (RpcException error)
        {
            await process.DisposeAsync();
            throw new ProgramException($"the policy pack {reference.Path} does not answer: {error.Detail}", error);
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

    /// <summary>Gets the enabled policies that were applicable and did not fail, by name.</summary>
    public string[] GetPassed(bool isForStack, IReadOnlySet<string> failed, IEnumerable<PolicyNotApplicable> notApplicable)
    {
        var excluded = notApplicable.Select(policy => policy.PolicyName).ToHashSet(StringComparer.Ordinal);
        excluded.UnionWith(failed);
        var enabled = isForStack ? _stackPolicies : _resourcePolicies;
        return excluded.Count == 0 ? enabled : [.. enabled.Where(name => !excluded.Contains(name))];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Packs of older SDKs do not specify the type of their policies: these count as both.
    private string[] FindEnabled(PolicyType type) =>
        [
            .. Info
                .Policies.Where(policy => policy.EnforcementLevel != EnforcementLevel.Disabled)
                .Where(policy => policy.PolicyType == type || policy.PolicyType == PolicyType.Unknown)
                .Select(policy => policy.Name)
                .Order(StringComparer.Ordinal),
        ];

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        CancellationToken cancellationToken
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        try
        {
            return await _process.Channel.UnaryAsync(method, request, cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return new TResponse();
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProgramException($"the policy pack {Path} failed: {error.Detail}", error);
        }
    }
}
