using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Hardly any service needs the default capabilities.</summary>
internal sealed class DropAllCapabilities()
    : ContainerPolicy(
        new()
        {
            Name = "drop-all-capabilities",
            Description = "Containers drop all capabilities.",
            RemediationSteps = "Set securityContext.capabilities.drop to [ALL].",
            Severity = Severity.Medium,
            Profile = Profiles.Restricted,
            Controls = [Standards.PodSecurityRestricted("Capabilities"), Standards.Cis("5.2.9"), Standards.Nsa("Kubernetes Pod security")],
        }
    ),
        IRemediation
{
    private const string All = "ALL";

    public PropertyMap Remediate(PolicyResource resource, PolicyContext context) =>
        ContainerEdit.Change(resource, container =>
            container.Container.Pod.IsWindows || DropsAll(container.Container)
                ? container.Properties
                : container.Properties.Update(["securityContext", "capabilities", "drop"], _ => PropertyValue.Array(All))
        );

    protected override void Validate(Container container, PolicyContext context)
    {
        if (!container.Pod.IsWindows && !DropsAll(container))
        {
            context.Report(container.SecurityContext["capabilities"]["drop"], $"{container} keeps the default capabilities");
        }
    }

    private static bool DropsAll(Container container) =>
        container.SecurityContext["capabilities"]["drop"].Items.Any(dropped => dropped.Text == All);
}
