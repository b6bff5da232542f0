using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>ConfigMaps are read by more people than Secrets are, and are encrypted nowhere.</summary>
internal sealed class SecretInConfigMap() : ObjectPolicy(new()
{
    Name = "secret-in-config-map",
    Description = "ConfigMaps hold no secrets.",
    RemediationSteps = "Move the value into a Secret.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.Nsa("Kubernetes secrets")],
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("ConfigMap"))
            return;
        foreach (var (name, value) in item.Root["data"].Entries)
        {
            if (value.IsSecret)
                context.Report(value, $"{item} holds under '{name}' what the program marks as secret");
            else if (value.Text is { Length: > 0 } text && SecretText.IsSensitive(name, text))
                context.Report(value, $"{item} holds what looks like a secret under '{name}'");
        }
    }
}
