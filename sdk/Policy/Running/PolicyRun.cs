using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Exemptions;

namespace Infra.PolicyPacks.Running;

/// <summary>Runs the policies of a pack as they are configured.</summary>
/// <param name="catalog">The policies to run.</param>
/// <param name="configuration">Their levels and settings.</param>
/// <param name="stack">The stack; null if there is none.</param>
internal sealed class PolicyRun(PolicyCatalog catalog, PackConfiguration configuration, StackContext? stack)
{
    private readonly ExemptionList _exemptions = new(configuration.Exemptions.List, ExemptionPolicy.GetToday(catalog.Pack.Time));

    /// <summary>Validates one resource with the resource policies.</summary>
    /// <param name="resource">The resource with its inputs.</param>
    /// <param name="cancellation">Cancels the validation before the next policy.</param>
    /// <param name="skipped">Receives the policies that do not apply to the resource.</param>
    public List<EnforcedDiagnostic> Analyze(
        PolicyResource resource,
        CancellationToken cancellation,
        ICollection<NotApplicable>? skipped = null
    )
    {
        var diagnostics = new List<EnforcedDiagnostic>();
        foreach (var policy in catalog.ResourcePolicies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (configuration.GetLevel(policy) is var level && level == EnforcementLevel.Disabled)
            {
                continue;
            }

            if (Skip(policy, resource, static (policy, resource) => policy.GetReasonNotApplicable(resource), skipped))
            {
                continue;
            }

            var context = new PolicyContext(policy, configuration.GetSettings(policy), stack, resource, cancellation);
            context.Run(() => policy.Validate(resource, context));
            foreach (var diagnostic in context.Diagnostics)
            {
                diagnostics.Add(Enforce(policy, level, _exemptions.Apply(policy.Name, diagnostic, resource)));
            }
        }

        return diagnostics;
    }

    /// <summary>Validates all resources together with the stack policies.</summary>
    /// <param name="resources">The resources with their outputs.</param>
    /// <param name="cancellation">Cancels the validation before the next policy or resource.</param>
    /// <param name="skipped">Receives the policies that do not apply to the stack.</param>
    public List<EnforcedDiagnostic> AnalyzeStack(
        StackResources resources,
        CancellationToken cancellation,
        ICollection<NotApplicable>? skipped = null
    )
    {
        var diagnostics = new List<EnforcedDiagnostic>();
        Dictionary<string, PolicyResource>? byUrn = null;
        foreach (var policy in catalog.StackPolicies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (configuration.GetLevel(policy) is var level && level == EnforcementLevel.Disabled)
            {
                continue;
            }

            if (Skip(policy, resources, static (policy, resources) => policy.GetReasonNotApplicable(resources), skipped))
            {
                continue;
            }

            var context = new PolicyContext(policy, configuration.GetSettings(policy), stack, null, cancellation);
            context.Run(() => policy.Validate(resources, context));
            foreach (var diagnostic in context.Diagnostics)
            {
                byUrn ??= IndexByUrn(resources);
                var applied = _exemptions.Apply(policy.Name, diagnostic, byUrn.GetValueOrDefault(diagnostic.Urn));
                diagnostics.Add(Enforce(policy, level, applied));
            }
        }

        return diagnostics;
    }

    /// <summary>Applies the remediations at level <see cref="EnforcementLevel.Remediate"/>, each to the result of the one before.</summary>
    public List<RemediationResult> Remediate(PolicyResource resource, CancellationToken cancellation)
    {
        var results = new List<RemediationResult>();
        foreach (var policy in catalog.ResourcePolicies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (policy is not IRemediation remediation || configuration.GetLevel(policy) != EnforcementLevel.Remediate)
            {
                continue;
            }

            var changed = resource.Properties;
            var context = new PolicyContext(policy, configuration.GetSettings(policy), stack, resource, cancellation);
            context.Run(() => changed = remediation.Remediate(resource, context));
            foreach (var diagnostic in context.Diagnostics)
            {
                results.Add(new RemediationResult(policy, null, Explain(policy, diagnostic)));
            }

            if (!changed.Equals(resource.Properties))
            {
                resource = resource.With(changed);
                results.Add(new RemediationResult(policy, changed, null));
            }
        }

        return results;
    }

    private static bool Skip<TPolicy, T>(
        TPolicy policy,
        T subject,
        Func<TPolicy, T, string?> getReason,
        ICollection<NotApplicable>? skipped
    )
        where TPolicy : Policy
    {
        string? reason;
        try
        {
            reason = getReason(policy, subject);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The validation runs into the same exception and reports it.
            return false;
        }

        if (reason is not null)
        {
            skipped?.Add(new NotApplicable(policy, reason));
        }

        return reason is not null;
    }

    private static Dictionary<string, PolicyResource> IndexByUrn(StackResources resources)
    {
        var byUrn = new Dictionary<string, PolicyResource>(resources.All.Length, StringComparer.Ordinal);
        foreach (var resource in resources.All)
        {
            byUrn.TryAdd(resource.Urn, resource);
        }

        return byUrn;
    }

    private EnforcedDiagnostic Enforce(Policy policy, EnforcementLevel level, Diagnostic diagnostic) =>
        new(
            policy,
            diagnostic,
            diagnostic.Kind switch
            {
                DiagnosticKind.Unknown or DiagnosticKind.Exempted => EnforcementLevel.Advisory,
                // A violation that is left after the remediation must stop the update.
                _ => level == EnforcementLevel.Remediate ? EnforcementLevel.Mandatory : level,
            },
            Explain(policy, diagnostic)
        );

    private string Explain(Policy policy, Diagnostic diagnostic) =>
        diagnostic.Kind switch
        {
            DiagnosticKind.Unknown =>
                $"can't run policy '{policy.Name}' from policy pack '{catalog.Pack.Name}@v{catalog.Pack.Version}' during preview: {diagnostic.Message}",
            DiagnosticKind.Violation => $"{policy.Details.Description}\n{diagnostic.Message}\n{policy.Details.RemediationSteps}".TrimEnd(
                '\n'
            ),
            _ => diagnostic.Message,
        };
}
