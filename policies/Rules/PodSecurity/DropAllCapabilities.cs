using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Values;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Hardly any service needs what containers may do by default.</summary>
internal sealed class DropAllCapabilities : ContainerPolicy, IRemediation
{
    private const string All = "ALL";

    public PropertyMap Remediate(AnalyzedResource resource) => ContainerEdit.Change(resource, container =>
        container.Container.Pod.IsWindows || DropsAll(container.Container)
            ? container.Properties
            : container.Properties.Update(["securityContext", "capabilities", "drop"], _ => PropertyValue.Array(All)));

    protected override void Check(Container container, Findings findings)
    {
        if (!container.Pod.IsWindows && !DropsAll(container))
            findings.Add(container.SecurityContext["capabilities"]["drop"], $"{container} keeps the capabilities that containers have by default");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "drop-all-capabilities",
        Summary = "Containers drop all capabilities.",
        Remedy = "Set securityContext.capabilities.drop to [ALL].",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Capabilities"), Standard.Cis("5.2.9"), Standard.Nsa("Kubernetes Pod security")],
    };

    private static bool DropsAll(Container container) => container.SecurityContext["capabilities"]["drop"].Items.Any(dropped => dropped.Text == All);
}
