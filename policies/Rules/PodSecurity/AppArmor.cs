using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Where the node has AppArmor, it must confine containers.</summary>
internal sealed class AppArmor()
    : SecurityContextPolicy(
        new()
        {
            Name = "app-armor",
            Description = "AppArmor is not disabled.",
            RemediationSteps = "Set appArmorProfile.type to RuntimeDefault or Localhost, or remove it.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.PodSecurityBaseline("AppArmor")],
        }
    )
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        base.Validate(pod, context);
        foreach (var (name, value) in pod.Metadata["annotations"].Entries)
        {
            if (
                name.StartsWith(Annotation, StringComparison.Ordinal)
                && value.Text is { Length: > 0 } profile
                && profile != "runtime/default"
                && !profile.StartsWith("localhost/", StringComparison.Ordinal)
            )
            {
                context.Report(value, $"container '{name[Annotation.Length..]}' runs with the AppArmor profile {profile}");
            }
        }
    }

    protected override void Validate(PropertyNode securityContext, string subject, PolicyContext context)
    {
        var type = securityContext["appArmorProfile"]["type"];
        if (type.Text is not (null or "" or "RuntimeDefault" or "Localhost"))
        {
            context.Report(type, $"{subject} with the AppArmor profile {type.Text}");
        }
    }
}
