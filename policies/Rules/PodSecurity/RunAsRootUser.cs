using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>User 0 is root, whatever else is written.</summary>
internal sealed class RunAsRootUser : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        if (pod.HasUserNamespace)
            return;
        Check(pod.SecurityContext, "the pods run", findings);
        foreach (var container in pod.Containers)
            Check(container.SecurityContext, $"{container} runs", findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "run-as-root-user",
        Summary = "Nothing runs as user 0, unless it has users of its own.",
        Remedy = "Set runAsUser to another number, leave it to the image, or set hostUsers: false.",
        Severity = Severity.High,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Running as Non-root user (v1.23+)"), Standard.Cis("5.2.6")],
    };

    private static void Check(Node context, string subject, Findings findings)
    {
        if (context["runAsUser"] is { Number: 0 } user)
            findings.Add(user, $"{subject} as user 0");
    }
}
