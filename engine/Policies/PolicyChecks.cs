using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>Asks policy packs outside of any update.</summary>
public static class PolicyChecks
{
    /// <summary>What the packs can check.</summary>
    /// <param name="packs">The packs.</param>
    /// <param name="note">Gets what is worth knowing while they are made ready.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="EngineException">A pack cannot be had.</exception>
    public static async Task<IReadOnlyList<PolicyDetails>> ListAsync(
        IReadOnlyList<PolicyPackReference> packs, Action<string> note, CancellationToken cancellationToken)
    {
        var details = new List<PolicyDetails>();
        foreach (var reference in packs)
        {
            await using var pack = await PolicyPack.StartAsync(reference, null, Host(note), cancellationToken);
            details.AddRange(pack.Info.Policies.Select(policy => Describe(pack.Info, policy)));
        }

        return details;
    }

    /// <summary>Holds manifests against the packs.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public static Task<PolicyCheckResult> CheckAsync(
        ManifestSet manifests, IReadOnlyList<PolicyPackReference> packs, Action<string> note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        return CheckAsync(manifests.Resources, packs, null, mayRemediate: false, note, cancellationToken);
    }

    /// <param name="resources">The resources.</param>
    /// <param name="packs">The packs.</param>
    /// <param name="stack">The stack they belong to; null if to none.</param>
    /// <param name="mayRemediate">True for resources that are only planned: packs may change them first, as they would in an update.</param>
    /// <param name="note">Gets what is worth knowing meanwhile.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    internal static async Task<PolicyCheckResult> CheckAsync(
        IReadOnlyList<ResourceState> resources,
        IReadOnlyList<PolicyPackReference> packs,
        PolicyStack? stack,
        bool mayRemediate,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        var details = new List<PolicyDetails>();
        var violations = new List<PolicyViolationEvent>();
        var known = resources.Select(resource => resource.Urn).ToHashSet();
        foreach (var reference in packs)
        {
            await using var pack = await PolicyPack.StartAsync(reference, stack, Host(note), cancellationToken);
            details.AddRange(pack.Info.Policies.Select(policy => Describe(pack.Info, policy)));
            if (mayRemediate && pack.Remediates)
            {
                resources = await RemediateAsync(pack, resources, violations, cancellationToken);
            }

            PolicySubject[] subjects = [.. PolicySubject.CreateAll(resources)];
            foreach (var subject in subjects)
            {
                Take(pack.Info, await pack.AnalyzeAsync(PolicyMessages.Write(subject), cancellationToken), _ => subject.State.Urn);
            }

            var all = new AnalyzeStackRequest { Resources = { subjects.Select(PolicyMessages.WriteOutputs) } };
            Take(pack.Info, await pack.AnalyzeStackAsync(all, cancellationToken), diagnostic => new Urn(diagnostic.Urn) is var urn && known.Contains(urn) ? urn : default);
        }

        return new PolicyCheckResult(details, violations);

        void Take(AnalyzerInfo pack, AnalyzeResponse response, Func<AnalyzeDiagnostic, Urn> about) =>
            violations.AddRange(response.Diagnostics.Select(diagnostic => PolicyMessages.Read(pack, diagnostic, about(diagnostic))));
    }

    private static async Task<IReadOnlyList<ResourceState>> RemediateAsync(
        PolicyPack pack, IReadOnlyList<ResourceState> resources, List<PolicyViolationEvent> failures, CancellationToken cancellationToken)
    {
        var changed = new List<ResourceState>(resources.Count);
        foreach (var subject in PolicySubject.CreateAll(resources))
        {
            var state = subject.State;
            foreach (var remediation in (await pack.RemediateAsync(PolicyMessages.Write(subject, keepInternal: true), cancellationToken)).Remediations)
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

            // What is only planned has no outputs but its inputs.
            changed.Add(state == subject.State ? state : state with { Outputs = state.Outputs.SetItems(state.Inputs) });
        }

        return changed;
    }

    private static PolicyPackHost Host(Action<string> note) => new()
    {
        EngineAddress = PolicyPackHost.NoEngine,
        Building = project => note($"Building {Path.GetFileName(project)}..."),
        Line = note,
    };

    private static PolicyDetails Describe(AnalyzerInfo pack, PolicyInfo policy) => new()
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

/// <summary>What packs say about resources.</summary>
/// <param name="Policies">Every policy that was asked, or was off.</param>
/// <param name="Violations">What they found.</param>
public sealed record PolicyCheckResult(IReadOnlyList<PolicyDetails> Policies, IReadOnlyList<PolicyViolationEvent> Violations)
{
    /// <summary>True where nothing mandatory is violated.</summary>
    public bool IsAllowed => Violations.All(violation => violation.Level != PolicyLevel.Mandatory);
}
