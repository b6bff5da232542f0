using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A container must not add some capabilities.</summary>
internal sealed class AddedCapabilities(PolicyDetails details, Predicate<string> isForbidden) : ContainerPolicy(details)
{
    private const string Restricted = PodSecurityStandards.RestrictedCapability;

    public static IEnumerable<Policy> All =>
        [
            // Some capabilities amount to being root on the node.
            new AddedCapabilities(
                new()
                {
                    Name = "added-capabilities",
                    Description = "Containers add only capabilities that Kubernetes grants by default.",
                    RemediationSteps = "Remove the capability from securityContext.capabilities.add.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                    Controls = [Standards.PodSecurityBaseline("Capabilities"), Standards.Cis("5.2.8")],
                },
                capability => !PodSecurityStandards.BaselineCapabilities.Contains(capability)
            ),
            // The capabilities that the baseline forbids are reported by added-capabilities.
            new AddedCapabilities(
                new()
                {
                    Name = "restricted-capabilities",
                    Description = $"Containers add no capability but {Restricted}.",
                    RemediationSteps = "Remove the capability from securityContext.capabilities.add.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.PodSecurityRestricted("Capabilities"), Standards.Cis("5.2.9")],
                },
                capability => PodSecurityStandards.BaselineCapabilities.Contains(capability) && capability != Restricted
            )
            {
                IsForLinuxOnly = true,
            },
        ];

    public bool IsForLinuxOnly { get; init; }

    protected override void Validate(Container container, PolicyContext context)
    {
        if (IsForLinuxOnly && container.Pod.IsWindows)
        {
            return;
        }

        foreach (var added in container.SecurityContext["capabilities"]["add"].Items)
        {
            if (added.Text is { } capability && isForbidden(capability))
            {
                context.Report(added, $"{container} adds the capability {capability}");
            }
        }
    }
}
