using Infra.Protocol.Values;

namespace Infra.PolicyPacks.Tests.Support;

/// <summary>Policies and resources that differ only where a test needs it.</summary>
internal static class TestPolicies
{
    public static PolicyDetails CreateDetails(string name, EnforcementLevel? level = null) =>
        new()
        {
            Name = name,
            Description = $"Description of {name}.",
            RemediationSteps = $"Remediation steps of {name}.",
            Severity = Severity.High,
            EnforcementLevel = level,
        };

    /// <summary>A policy that every resource violates.</summary>
    public static ResourcePolicy CreateViolated(string name, EnforcementLevel? level = null) =>
        ResourcePolicy.Create(CreateDetails(name, level), (_, context) => context.Report("is violated"));

    /// <summary>A resource with the property <c>data.key</c>; without it if the value is null.</summary>
    public static PolicyResource CreateResource(string name, PropertyValue? key) =>
        new()
        {
            Urn = $"urn:pulumi:dev::shop::aws:s3/bucket:Bucket::{name}",
            Type = "aws:s3/bucket:Bucket",
            Name = name,
            Properties = key is null ? PropertyMap.Empty : PropertyMap.Create(("data", PropertyMap.Create(("key", key)))),
        };
}

/// <summary>A remediation that runs a function.</summary>
internal sealed class TestRemediation(string name, Func<PolicyResource, PropertyMap> remediate)
    : ResourcePolicy(TestPolicies.CreateDetails(name)),
        IRemediation
{
    public override void Validate(PolicyResource resource, PolicyContext context) { }

    public PropertyMap Remediate(PolicyResource resource, PolicyContext context) => remediate(resource);
}
