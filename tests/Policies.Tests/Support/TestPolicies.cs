using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Support;

/// <summary>A resource policy made of a function.</summary>
internal class ResourceCheck(string name, Action<AnalyzedResource, Findings> check, EnforcementLevel? level = null) : ResourcePolicy
{
    public override void Check(AnalyzedResource resource, Findings findings) => check(resource, findings);

    protected override PolicyDescription Describe() => Descriptions.Of(name, level);
}

/// <summary>A stack policy made of a function.</summary>
internal sealed class StackCheck(string name, Action<StackResources, Findings> check) : StackPolicy
{
    public override void Check(StackResources stack, Findings findings) => check(stack, findings);

    protected override PolicyDescription Describe() => Descriptions.Of(name, null);
}

/// <summary>A remediation made of a function.</summary>
internal sealed class RemediationCheck(string name, Func<AnalyzedResource, PropertyMap> remediate)
    : ResourceCheck(name, (_, _) => { }), IRemediation
{
    public PropertyMap Remediate(AnalyzedResource resource) => remediate(resource);
}

internal static class Descriptions
{
    public static PolicyDescription Of(string name, EnforcementLevel? level) => new()
    {
        Name = name,
        Summary = $"Summary of {name}.",
        Remedy = $"Remedy of {name}.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Level = level,
    };
}
