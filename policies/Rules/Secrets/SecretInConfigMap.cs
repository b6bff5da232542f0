using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Secrets;

/// <summary>ConfigMaps are read by more people than Secrets are, and are encrypted nowhere.</summary>
internal sealed class SecretInConfigMap : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (!item.Is("ConfigMap"))
            return;
        foreach (var (name, value) in item.Root["data"].Entries)
        {
            if (value.IsSecret)
                findings.Add(value, $"{item} holds under '{name}' what the program marks as secret");
            else if (value.Text is { Length: > 0 } text && SecretText.IsSensitive(name, text))
                findings.Add(value, $"{item} holds what looks like a secret under '{name}'");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "secret-in-config-map",
        Summary = "ConfigMaps hold no secrets.",
        Remedy = "Move the value into a Secret.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.Nsa("Kubernetes secrets")],
    };
}
