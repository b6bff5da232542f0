using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hardening;

/// <summary>An intruder who can write files can leave something behind.</summary>
internal sealed class ReadOnlyRoot : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.Role != ContainerRole.Ephemeral && !container.Pod.IsWindows
            && container.SecurityContext["readOnlyRootFilesystem"] is var setting && setting.Flag != true)
            findings.Add(setting, $"{container} can write to its root file system");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "read-only-root",
        Summary = "Containers cannot write to their root file system.",
        Remedy = "Set readOnlyRootFilesystem: true and mount an emptyDir where the program must write.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.Nsa("Immutable container file systems")],
    };
}
