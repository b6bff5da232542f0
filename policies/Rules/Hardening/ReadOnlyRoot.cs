using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>An intruder who can write files can leave something behind.</summary>
internal sealed class ReadOnlyRoot() : ContainerPolicy(new()
{
    Name = "read-only-root",
    Description = "Containers cannot write to their root file system.",
    RemediationSteps = "Set readOnlyRootFilesystem: true and mount an emptyDir where the program must write.",
    Severity = Severity.Medium,
    Profile = Profiles.Restricted,
    Controls = [Standards.Nsa("Immutable container file systems")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Role != ContainerRole.Ephemeral && !container.Pod.IsWindows
            && container.SecurityContext["readOnlyRootFilesystem"] is var setting && setting.Flag != true)
            context.Report(setting, $"{container} can write to its root file system");
    }
}
