using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>AppArmor must not be switched off where the node has it.</summary>
internal sealed class AppArmor() : PodPolicy(new()
{
    Name = "app-armor",
    Description = "AppArmor's protection is not switched off.",
    RemediationSteps = "Set appArmorProfile.type to RuntimeDefault or Localhost, or remove it.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("AppArmor")],
})
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        CheckProfile(pod.SecurityContext, "the pods run", context);
        foreach (var container in pod.Containers)
            CheckProfile(container.SecurityContext, $"{container} runs", context);
        foreach (var (name, value) in pod.Metadata["annotations"].Entries)
            if (name.StartsWith(Annotation, StringComparison.Ordinal) && value.Text is { Length: > 0 } profile
                && profile != "runtime/default" && !profile.StartsWith("localhost/", StringComparison.Ordinal))
                context.Report(value, $"container '{name[Annotation.Length..]}' runs with the AppArmor profile {profile}");
    }

    private static void CheckProfile(PropertyNode securityContext, string subject, PolicyContext context)
    {
        var type = securityContext["appArmorProfile"]["type"];
        if (type.Text is not (null or "" or "RuntimeDefault" or "Localhost"))
            context.Report(type, $"{subject} with the AppArmor profile {type.Text}");
    }
}
