using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Exemptions;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk.Running;

/// <summary>Runs the policies of a pack as they are configured.</summary>
/// <param name="pack">The pack.</param>
/// <param name="configuration">What is asked of each policy.</param>
/// <param name="stack">The stack; null where none is known.</param>
internal sealed class PolicyRun(PolicyPack pack, PackConfiguration configuration, StackContext? stack)
{
    private readonly ExemptionBook _exemptions = new(configuration.Exemptions.List, ExemptionPolicy.Today(pack.Time));

    /// <summary>Holds one resource against the resource policies.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <param name="skipped">Gets the policies that have nothing to do with it.</param>
    public List<Verdict> Analyze(AnalyzedResource resource, CancellationToken cancellation, ICollection<NotApplicable>? skipped = null)
    {
        var verdicts = new List<Verdict>();
        foreach (var policy in pack.ResourcePolicies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (configuration.LevelOf(policy) is var level && level == EnforcementLevel.Disabled)
                continue;
            if (Skip(policy, resource, static (policy, resource) => policy.ReasonToSkip(resource), skipped))
                continue;

            var findings = new Findings(policy, configuration.SettingsOf(policy), stack, resource.Urn, resource.Redaction, cancellation);
            findings.Run(() => policy.Check(resource, findings));
            foreach (var finding in findings.Found)
                verdicts.Add(Judge(policy, level, _exemptions.Apply(policy.Name, finding, resource)));
        }

        return verdicts;
    }

    /// <summary>Holds all resources together against the stack policies.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <param name="skipped">Gets the policies that have nothing to do with any of them.</param>
    public List<Verdict> AnalyzeStack(StackResources resources, CancellationToken cancellation, ICollection<NotApplicable>? skipped = null)
    {
        var verdicts = new List<Verdict>();
        Dictionary<string, AnalyzedResource>? byUrn = null;
        foreach (var policy in pack.StackPolicies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (configuration.LevelOf(policy) is var level && level == EnforcementLevel.Disabled)
                continue;
            if (Skip(policy, resources, static (policy, resources) => policy.ReasonToSkip(resources), skipped))
                continue;

            var findings = new Findings(policy, configuration.SettingsOf(policy), stack, "", Values.Redaction.None, cancellation);
            findings.Run(() => policy.Check(resources, findings));
            foreach (var finding in findings.Found)
            {
                byUrn ??= IndexByUrn(resources);
                verdicts.Add(Judge(policy, level, _exemptions.Apply(policy.Name, finding, byUrn.GetValueOrDefault(finding.Urn))));
            }
        }

        return verdicts;
    }

    /// <summary>Lets the policies at level <see cref="EnforcementLevel.Remediate"/> change a resource, each on what the one before left.</summary>
    public List<RemediationResult> Remediate(AnalyzedResource resource, CancellationToken cancellation)
    {
        var results = new List<RemediationResult>();
        foreach (var policy in pack.ResourcePolicies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (policy is not IRemediation remediation || configuration.LevelOf(policy) != EnforcementLevel.Remediate)
                continue;

            var changed = resource.Properties;
            var findings = new Findings(policy, configuration.SettingsOf(policy), stack, resource.Urn, resource.Redaction, cancellation);
            findings.Run(() => changed = remediation.Remediate(resource));
            foreach (var finding in findings.Found)
                results.Add(new RemediationResult(policy, null, Explain(policy, finding)));
            if (!changed.Equals(resource.Properties))
            {
                resource = resource.With(changed);
                results.Add(new RemediationResult(policy, changed, null));
            }
        }

        return results;
    }

    private static bool Skip<TPolicy, T>(TPolicy policy, T subject, Func<TPolicy, T, string?> reasonToSkip, ICollection<NotApplicable>? skipped)
        where TPolicy : Policy
    {
        string? reason;
        try
        {
            reason = reasonToSkip(policy, subject);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It cannot be told, because something is not known yet or the policy is at fault: the check itself shall say so.
            return false;
        }

        if (reason is not null)
            skipped?.Add(new NotApplicable(policy, reason));
        return reason is not null;
    }

    private static Dictionary<string, AnalyzedResource> IndexByUrn(StackResources resources)
    {
        var byUrn = new Dictionary<string, AnalyzedResource>(resources.All.Length, StringComparer.Ordinal);
        foreach (var resource in resources.All)
            byUrn.TryAdd(resource.Urn, resource);
        return byUrn;
    }

    private Verdict Judge(Policy policy, EnforcementLevel level, Finding finding) => new(
        policy,
        finding,
        finding.Kind switch
        {
            FindingKind.Unknown or FindingKind.Exempted => EnforcementLevel.Advisory,
            // What was to be remediated and still is not right must not pass.
            _ => level == EnforcementLevel.Remediate ? EnforcementLevel.Mandatory : level,
        },
        Explain(policy, finding));

    private string Explain(Policy policy, Finding finding) => finding.Kind switch
    {
        FindingKind.Unknown => $"can't run policy '{policy.Name}' from policy pack '{pack.Name}@v{pack.Version}' during preview: {finding.Message}",
        FindingKind.Violation => $"{policy.About.Summary}\n{finding.Message}\n{policy.About.Remedy}",
        _ => finding.Message,
    };
}
