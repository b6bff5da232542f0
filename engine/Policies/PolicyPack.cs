using Google.Protobuf;
using Infra.Engine.Errors;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>A pack that runs, is configured and can be asked.</summary>
internal sealed class PolicyPack : IAsyncDisposable
{
    private readonly PolicyPackProcess _process;
    private readonly string[] _resourcePolicies;
    private readonly string[] _stackPolicies;

    private PolicyPack(PolicyPackReference reference, PolicyPackProcess process, AnalyzerInfo info)
    {
        (Path, _process, Info) = (reference.Path, process, info);
        _resourcePolicies = EnabledPolicies(PolicyType.Resource);
        _stackPolicies = EnabledPolicies(PolicyType.Stack);
    }

    /// <summary>Where it was found.</summary>
    public string Path { get; }

    /// <summary>What the pack tells of itself and its policies, these at the levels they are run with.</summary>
    public AnalyzerInfo Info { get; }

    /// <summary>True where any policy may change resources.</summary>
    public bool Remediates => Info.Policies.Any(policy => policy.EnforcementLevel == EnforcementLevel.Remediate);

    /// <summary>Builds, starts and configures a pack.</summary>
    /// <exception cref="EngineException">There is no such pack, it does not start, or it refuses its configuration.</exception>
    public static async Task<PolicyPack> StartAsync(PolicyPackReference reference, PolicyStack? stack, PolicyPackHost host, CancellationToken cancellationToken)
    {
        var project = await PolicyPackProject.PrepareAsync(reference, host.Building, cancellationToken);
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

    /// <summary>The policies that are run and were neither failed nor without a say, by name.</summary>
    public string[] Passed(bool ofStack, IReadOnlySet<string> failed, IEnumerable<PolicyNotApplicable> notApplicable)
    {
        var without = notApplicable.Select(policy => policy.PolicyName).ToHashSet(StringComparer.Ordinal);
        without.UnionWith(failed);
        var enabled = ofStack ? _stackPolicies : _resourcePolicies;
        return without.Count == 0 ? enabled : [.. enabled.Where(name => !without.Contains(name))];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Packs of older SDKs do not say what their policies are for: they count for both.
    private string[] EnabledPolicies(PolicyType type) =>
    [
        .. Info.Policies
            .Where(policy => policy.EnforcementLevel != EnforcementLevel.Disabled && (policy.PolicyType == type || policy.PolicyType == PolicyType.Unknown))
            .Select(policy => policy.Name)
            .Order(StringComparer.Ordinal),
    ];

    private async Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
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
