using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>Asks policy packs outside of any update.</summary>
public static class PolicyChecks
{
    /// <summary>There is no engine to talk to: packs only log to it.</summary>
    private const string NoEngine = "127.0.0.1:1";

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
            await using var pack = await PolicyPack.StartAsync(reference, null, NoEngine, Output(note), cancellationToken);
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
        return CheckAsync(manifests.Resources, packs, null, note, cancellationToken);
    }

    internal static async Task<PolicyCheckResult> CheckAsync(
        IReadOnlyList<ResourceState> resources,
        IReadOnlyList<PolicyPackReference> packs,
        PolicyStack? stack,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        var details = new List<PolicyDetails>();
        var violations = new List<PolicyViolationEvent>();
        foreach (var reference in packs)
        {
            await using var pack = await PolicyPack.StartAsync(reference, stack, NoEngine, Output(note), cancellationToken);
            details.AddRange(pack.Info.Policies.Select(policy => Describe(pack.Info, policy)));
            foreach (var resource in resources)
            {
                Take(pack.Info, await pack.AnalyzeAsync(PolicyMessages.Write(resource), cancellationToken), resource.Urn);
            }

            var all = new AnalyzeStackRequest { Resources = { resources.Select(PolicyMessages.WriteOutputs) } };
            Take(pack.Info, await pack.AnalyzeStackAsync(all, cancellationToken), default);
        }

        return new PolicyCheckResult(details, violations);

        void Take(AnalyzerInfo pack, AnalyzeResponse response, Urn about) =>
            violations.AddRange(response.Diagnostics.Select(diagnostic => PolicyMessages.Read(pack, diagnostic, about)));
    }

    private static PolicyPackOutput Output(Action<string> note) => new(project => note($"Building {Path.GetFileName(project)}..."), note);

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
