using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Programs.Building;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>Runs policy packs outside of an update.</summary>
public static class PolicyChecks
{
    /// <summary>Lists the policies of packs.</summary>
    /// <param name="packs">The packs to start, in this order.</param>
    /// <param name="note">Receives the packs' output and the progress of their builds.</param>
    /// <param name="cancellationToken">Aborts the packs.</param>
    /// <exception cref="EngineException">A pack cannot be built, started or configured.</exception>
    public static async Task<IReadOnlyList<PolicyDetails>> ListAsync(
        IReadOnlyList<PolicyPackReference> packs,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var details = new List<PolicyDetails>();
        foreach (var reference in packs)
        {
            await using var pack = await PolicyPack.StartAsync(reference, null, CreateHost(note), cancellationToken);
            details.AddRange(pack.Info.Policies.Select(policy => Describe(pack.Info, policy)));
        }

        return details;
    }

    /// <summary>Checks manifests with packs.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public static Task<PolicyCheckResult> CheckAsync(
        ManifestSet manifests,
        IReadOnlyList<PolicyPackReference> packs,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(manifests);
        return CheckAsync(manifests.Resources, packs, null, mayRemediate: false, note, cancellationToken);
    }

    /// <summary>Checks resources with packs.</summary>
    /// <param name="resources">The resources to check.</param>
    /// <param name="packs">The packs to start, in this order.</param>
    /// <param name="stack">The stack of the resources, or null.</param>
    /// <param name="mayRemediate">True for planned resources: packs may remediate them first, as in an update.</param>
    /// <param name="note">Receives the packs' output and the progress of their builds.</param>
    /// <param name="cancellationToken">Aborts the packs.</param>
    internal static async Task<PolicyCheckResult> CheckAsync(
        IReadOnlyList<ResourceState> resources,
        IReadOnlyList<PolicyPackReference> packs,
        PolicyStack? stack,
        bool mayRemediate,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var details = new List<PolicyDetails>();
        var violations = new List<PolicyViolationEvent>();
        var known = resources.Select(resource => resource.Urn).ToHashSet();
        foreach (var reference in packs)
        {
            await using var pack = await PolicyPack.StartAsync(reference, stack, CreateHost(note), cancellationToken);
            details.AddRange(pack.Info.Policies.Select(policy => Describe(pack.Info, policy)));
            if (mayRemediate && pack.Remediates)
            {
                resources = await RemediateAsync(pack, resources, violations, cancellationToken);
            }

            PolicySubject[] subjects = [.. PolicySubject.CreateAll(resources)];
            foreach (var subject in subjects)
            {
                Collect(pack.Info, await pack.AnalyzeAsync(PolicyMessages.Write(subject), cancellationToken), _ => subject.State.Urn);
            }

            var all = new AnalyzeStackRequest { Resources = { subjects.Select(PolicyMessages.WriteOutputs) } };
            Collect(pack.Info, await pack.AnalyzeStackAsync(all, cancellationToken), FindSubject);
        }

        return new PolicyCheckResult(details, violations);

        Urn FindSubject(AnalyzeDiagnostic diagnostic) => new Urn(diagnostic.Urn) is var urn && known.Contains(urn) ? urn : default;

        void Collect(AnalyzerInfo pack, AnalyzeResponse response, Func<AnalyzeDiagnostic, Urn> findSubject) =>
            violations.AddRange(response.Diagnostics.Select(diagnostic => PolicyMessages.Read(pack, diagnostic, findSubject(diagnostic))));
    }

    private static async Task<IReadOnlyList<ResourceState>> RemediateAsync(
        PolicyPack pack,
        IReadOnlyList<ResourceState> resources,
        List<PolicyViolationEvent> failures,
        CancellationToken cancellationToken
    )
    {
        var changed = new List<ResourceState>(resources.Count);
        foreach (var subject in PolicySubject.CreateAll(resources))
        {
            var state = subject.State;
            var response = await pack.RemediateAsync(PolicyMessages.Write(subject, keepInternal: true), cancellationToken);
            foreach (var remediation in response.Remediations)
            {
                if (remediation.Diagnostic.Length > 0)
                {
                    failures.Add(PolicyMessages.ReadFailure(pack.Info, remediation, state.Urn));
                }
                else if (remediation.Properties is not null)
                {
                    state = state with { Inputs = PolicyMessages.ReadProperties(remediation) };
                }
            }

            // The outputs of a planned resource are its inputs.
            changed.Add(state == subject.State ? state : state with { Outputs = state.Outputs.SetItems(state.Inputs) });
        }

        return changed;
    }

    private static PolicyPackHost CreateHost(Action<string> note) =>
        new()
        {
            EngineAddress = PolicyPackHost.NoEngine,
            Build = new BuildListener(
                project => note($"Building {Path.GetFileName(project)}..."),
                directory => note($"Waiting for another build of {directory}...")
            ),
            Time = TimeProvider.System,
            Line = note,
        };

    private static PolicyDetails Describe(AnalyzerInfo pack, PolicyInfo policy) =>
        new()
        {
            Pack = pack.Name,
            Name = policy.Name,
            Description = policy.Description,
            Remedy = policy.RemediationSteps,
            Level = PolicyMessages.Read(policy.EnforcementLevel),
            Severity = PolicyMessages.Read(policy.Severity),
            IsForStack = policy.PolicyType == PolicyType.Stack,
            Url = policy.Url,
            Tags = [.. policy.Tags],
            Settings = [.. policy.ConfigSchema?.Properties?.Fields.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()],
        };
}

/// <summary>The result of a check.</summary>
/// <param name="Policies">All policies of the packs, including disabled ones.</param>
/// <param name="Violations">The violations in the order of the packs.</param>
public sealed record PolicyCheckResult(IReadOnlyList<PolicyDetails> Policies, IReadOnlyList<PolicyViolationEvent> Violations)
{
    /// <summary>True where no mandatory policy is violated.</summary>
    public bool IsAllowed => Violations.All(violation => violation.Level != PolicyLevel.Mandatory);
}
