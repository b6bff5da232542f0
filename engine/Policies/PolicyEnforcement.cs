using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Programs.Building;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Policies;

/// <summary>The policy packs of a deployment: remediates and analyzes resources and publishes the results.</summary>
internal sealed class PolicyEnforcement : IAsyncDisposable
{
    private readonly IReadOnlyList<PolicyPack> _packs;
    private readonly EventPublisher? _events;

    private PolicyEnforcement(IReadOnlyList<PolicyPack> packs, EventPublisher? events) => (_packs, _events) = (packs, events);

    /// <summary>Enforces nothing: for deployments without packs.</summary>
    public static PolicyEnforcement None { get; } = new([], null);

    /// <summary>True where there are packs.</summary>
    public bool IsActive => _packs.Count > 0;

    /// <summary>The names, versions and paths of the packs.</summary>
    public IReadOnlyList<PolicyPackRun> Packs =>
        [.. _packs.Select(pack => new PolicyPackRun(pack.Info.Name, pack.Info.Version, pack.Path))];

    /// <summary>Starts the packs concurrently.</summary>
    /// <param name="references">The packs to start.</param>
    /// <param name="stack">The stack to configure them for.</param>
    /// <param name="engineAddress">The address of the engine's service.</param>
    /// <param name="workingDirectory">The folder they run in: the program's.</param>
    /// <param name="events">Receives their output and results.</param>
    /// <param name="time">The clock of the builds.</param>
    /// <param name="cancellationToken">Aborts the start.</param>
    /// <exception cref="EngineException">A pack cannot be built, started or configured. Configuration problems of all packs are reported
    /// together.</exception>
    public static async Task<PolicyEnforcement> StartAsync(
        IReadOnlyList<PolicyPackReference> references,
        PolicyStack stack,
        string engineAddress,
        string workingDirectory,
        EventPublisher events,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (references.Count == 0)
        {
            return None;
        }

        var host = new PolicyPackHost
        {
            EngineAddress = engineAddress,
            WorkingDirectory = workingDirectory,
            Build = new BuildListener(
                project => events.Publish(new BuildingProgramEvent(project)),
                directory => events.Publish(new WaitingForBuildEvent(directory))
            ),
            Time = time,
            Line = line => events.Diagnose(DiagnosticSeverity.Info, default, line),
        };
        var starts = references
            .Select(reference =>
            {
                events.Publish(new PolicyLoadEvent(reference.Path));
                return PolicyPack.StartAsync(reference, stack, host, cancellationToken);
            })
            .ToArray();
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

            Exception[] errors = [.. starts.Where(start => start.IsFaulted).SelectMany(start => start.Exception!.InnerExceptions)];
            if (errors.Length > 1 && errors.All(error => error is ConfigurationException))
            {
                var problems = errors.Cast<ConfigurationException>().SelectMany(error => error.Problems);
                throw new ConfigurationException([.. problems.Distinct(StringComparer.Ordinal)]);
            }

            throw;
        }
    }

    /// <summary>Remediates the inputs of a resource: each pack works on the result of the one before.</summary>
    public async Task<PropertyMap> RemediateAsync(PolicySubject subject, CancellationToken cancellationToken)
    {
        var urn = subject.State.Urn;
        foreach (var pack in _packs.Where(pack => pack.Remediates))
        {
            var response = await pack.RemediateAsync(PolicyMessages.Write(subject, keepInternal: true), cancellationToken);
            foreach (var remediation in response.Remediations)
            {
                if (remediation.Diagnostic.Length > 0)
                {
                    _events?.Violate(PolicyMessages.ReadFailure(pack.Info, remediation, urn));
                }
                else if (remediation.Properties is not null)
                {
                    var after = PolicyMessages.ReadProperties(remediation);
                    _events?.Remediate(
                        new PolicyRemediationEvent(
                            urn,
                            pack.Info.Name,
                            pack.Info.Version,
                            remediation.PolicyName,
                            subject.State.Inputs,
                            after
                        )
                    );
                    subject = subject with { State = subject.State with { Inputs = after } };
                }
            }

            var remediated = response.Remediations.Select(remediation => remediation.PolicyName);
            Summarize(PolicyScope.Remediation, pack, urn, remediated, response.NotApplicable);
        }

        return subject.State.Inputs;
    }

    /// <summary>Analyzes the inputs of a resource.</summary>
    /// <returns>False where a mandatory policy is violated.</returns>
    public async Task<bool> AnalyzeAsync(PolicySubject subject, CancellationToken cancellationToken)
    {
        var urn = subject.State.Urn;
        var responses = await Task.WhenAll(_packs.Select(pack => pack.AnalyzeAsync(PolicyMessages.Write(subject), cancellationToken)));
        return Publish(PolicyScope.Resource, responses, urn, _ => urn);
    }

    /// <summary>Analyzes the outputs of all resources.</summary>
    /// <returns>False where a mandatory policy is violated.</returns>
    public async Task<bool> AnalyzeStackAsync(IReadOnlyCollection<ResourceState> states, Urn stack, CancellationToken cancellationToken)
    {
        var request = new AnalyzeStackRequest { Resources = { PolicySubject.CreateAll(states).Select(PolicyMessages.WriteOutputs) } };
        var responses = await Task.WhenAll(_packs.Select(pack => pack.AnalyzeStackAsync(request, cancellationToken)));
        var known = states.Select(state => state.Urn).ToHashSet();
        return Publish(PolicyScope.Stack, responses, default, diagnostic =>
            new Urn(diagnostic.Urn) is var urn && known.Contains(urn) ? urn : stack
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pack in _packs)
        {
            await pack.DisposeAsync();
        }
    }

    private bool Publish(PolicyScope scope, IEnumerable<AnalyzeResponse> responses, Urn about, Func<AnalyzeDiagnostic, Urn> findSubject)
    {
        var isAllowed = true;
        foreach (var (pack, response) in _packs.Zip(responses))
        {
            foreach (var diagnostic in response.Diagnostics)
            {
                var violation = PolicyMessages.Read(pack.Info, diagnostic, findSubject(diagnostic));
                isAllowed &= violation.Level != PolicyLevel.Mandatory;
                _events?.Violate(violation);
            }

            Summarize(scope, pack, about, response.Diagnostics.Select(diagnostic => diagnostic.PolicyName), response.NotApplicable);
        }

        return isAllowed;
    }

    private void Summarize(
        PolicyScope scope,
        PolicyPack pack,
        Urn about,
        IEnumerable<string> violated,
        IEnumerable<PolicyNotApplicable> notApplicable
    )
    {
        var failed = violated.ToHashSet(StringComparer.Ordinal);
        Publish(
            new PolicySummaryEvent
            {
                Scope = scope,
                Urn = about,
                Pack = pack.Info.Name,
                PackVersion = pack.Info.Version,
                Passed = pack.GetPassed(scope == PolicyScope.Stack, failed, notApplicable),
                Failed = [.. failed.Order(StringComparer.Ordinal)],
            }
        );
    }

    private void Publish(EngineEvent engineEvent) => _events?.Publish(engineEvent);
}
