using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>User 0 is root, whatever else is written.</summary>
internal sealed class RunAsRootUser() : PodPolicy(new()
{
    Name = "run-as-root-user",
    Description = "Nothing runs as user 0, unless it has users of its own.",
    RemediationSteps = "Set runAsUser to another number, leave it to the image, or set hostUsers: false.",
    Severity = Severity.High,
    Profile = Profiles.Restricted,
    Controls = [Standards.PodSecurityRestricted("Running as Non-root user (v1.23+)"), Standards.Cis("5.2.6")],
})
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        if (pod.HasUserNamespace)
            return;
        Check(pod.SecurityContext, "the pods run", context);
        foreach (var container in pod.Containers)
            Check(container.SecurityContext, $"{container} runs", context);
    }

    private static void Check(PropertyNode securityContext, string subject, PolicyContext context)
    {
        if (securityContext["runAsUser"] is { Number: 0 } user)
            context.Report(user, $"{subject} as user 0");
    }
}
