using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>AppArmor must not be switched off where the node has it.</summary>
internal sealed class AppArmor : PodPolicy
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    protected override void Check(PodTemplate pod, Findings findings)
    {
        CheckProfile(pod.SecurityContext, "the pods run", findings);
        foreach (var container in pod.Containers)
            CheckProfile(container.SecurityContext, $"{container} runs", findings);
        foreach (var (name, value) in pod.Metadata["annotations"].Entries)
            if (name.StartsWith(Annotation, StringComparison.Ordinal) && value.Text is { Length: > 0 } profile
                && profile != "runtime/default" && !profile.StartsWith("localhost/", StringComparison.Ordinal))
                findings.Add(value, $"container '{name[Annotation.Length..]}' runs with the AppArmor profile {profile}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "app-armor",
        Summary = "AppArmor's protection is not switched off.",
        Remedy = "Set appArmorProfile.type to RuntimeDefault or Localhost, or remove it.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("AppArmor")],
    };

    private static void CheckProfile(Node context, string subject, Findings findings)
    {
        var type = context["appArmorProfile"]["type"];
        if (type.Text is not (null or "" or "RuntimeDefault" or "Localhost"))
            findings.Add(type, $"{subject} with the AppArmor profile {type.Text}");
    }
}
