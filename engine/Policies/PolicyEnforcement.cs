using Infra.Engine.Deployments;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Policies;

/// <summary>All packs of a deployment: lets them change and judge resources, and tells what they say.</summary>
internal sealed class PolicyEnforcement : IAsyncDisposable
{
    private readonly IReadOnlyList<PolicyPack> _packs;
    private readonly EventPublisher? _events;

    private PolicyEnforcement(IReadOnlyList<PolicyPack> packs, EventPublisher? events) => (_packs, _events) = (packs, events);

    /// <summary>No pack at all.</summary>
    public static PolicyEnforcement None { get; } = new([], null);

    /// <summary>True where there is anybody to ask.</summary>
    public bool IsActive => _packs.Count > 0;

    /// <summary>Starts the packs, side by side.</summary>
    public static async Task<PolicyEnforcement> StartAsync(
        IReadOnlyList<PolicyPackReference> references, PolicyStack stack, string engineAddress, EventPublisher events, CancellationToken cancellationToken)
    {
        if (references.Count == 0)
        {
            return None;
        }

        var output = new PolicyPackOutput(
            project => events.Publish(new BuildingProgramEvent(project)), line => events.Diagnose(DiagnosticSeverity.Info, default, line));
        var starts = references.Select(reference => PolicyPack.StartAsync(reference, stack, engineAddress, output, cancellationToken)).ToArray();
        try
        {
            return new PolicyEnforcement(await Task.WhenAll(starts), events);
        }
        catch
        {
            foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
            {
                await (await start).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>The inputs as the packs want them.</summary>
    public async Task<PropertyMap> RemediateAsync(ResourceState state, CancellationToken cancellationToken)
    {
        foreach (var pack in _packs.Where(pack => pack.Info.Policies.Any(policy => policy.EnforcementLevel == EnforcementLevel.Remediate)))
        {
            var response = await pack.RemediateAsync(PolicyMessages.Write(state), cancellationToken);
            foreach (var remediation in response.Remediations)
            {
                if (remediation.Diagnostic.Length > 0)
                {
                    Publish(new PolicyViolationEvent
                    {
                        Urn = state.Urn,
                        Pack = pack.Info.Name,
                        PackVersion = pack.Info.Version,
                        Policy = remediation.PolicyName,
                        Message = remediation.Diagnostic,
                        Level = PolicyLevel.Advisory,
                        Severity = PolicySeverity.Unspecified,
                    });
                }
                else if (remediation.Properties is not null)
                {
                    var after = PolicyMessages.ReadProperties(remediation);
                    Publish(new PolicyRemediationEvent(state.Urn, pack.Info.Name, pack.Info.Version, remediation.PolicyName, state.Inputs, after));
                    state = state with { Inputs = after };
                }
            }
        }

        return state.Inputs;
    }

    /// <summary>Lets the packs judge a resource by its inputs.</summary>
    /// <returns>False where one of them forbids it.</returns>
    public async Task<bool> AnalyzeAsync(ResourceState state, CancellationToken cancellationToken)
    {
        var responses = await Task.WhenAll(_packs.Select(pack => pack.AnalyzeAsync(PolicyMessages.Write(state), cancellationToken)));
        return Tell(responses, state.Urn);
    }

    /// <summary>Lets the packs judge all resources by their outputs.</summary>
    /// <returns>False where one of them forbids something.</returns>
    public async Task<bool> AnalyzeStackAsync(IEnumerable<ResourceState> states, Urn stack, CancellationToken cancellationToken)
    {
        var request = new AnalyzeStackRequest { Resources = { states.Select(PolicyMessages.WriteOutputs) } };
        var responses = await Task.WhenAll(_packs.Select(pack => pack.AnalyzeStackAsync(request, cancellationToken)));
        return Tell(responses, stack);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pack in _packs)
        {
            await pack.DisposeAsync();
        }
    }

    private bool Tell(IEnumerable<AnalyzeResponse> responses, Urn about)
    {
        var isAllowed = true;
        foreach (var (pack, response) in _packs.Zip(responses))
        {
            foreach (var diagnostic in response.Diagnostics)
            {
                var violation = PolicyMessages.Read(pack.Info, diagnostic, about);
                isAllowed &= violation.Level != PolicyLevel.Mandatory;
                Publish(violation);
            }
        }

        return isAllowed;
    }

    private void Publish(EngineEvent engineEvent) => _events?.Publish(engineEvent);
}
