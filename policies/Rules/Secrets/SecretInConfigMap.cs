using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>More people may read ConfigMaps than Secrets, and ConfigMaps are not encrypted.</summary>
internal sealed class SecretInConfigMap()
    : ObjectPolicy(
        new()
        {
            Name = "secret-in-config-map",
            Description = "ConfigMaps contain no secrets.",
            RemediationSteps = "Move the value into a Secret.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.Nsa("Kubernetes secrets")],
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("ConfigMap"))
        {
            return;
        }

        foreach (var (name, value) in item.Root["data"].Entries)
        {
            if (value.IsSecret)
            {
                context.Report(value, $"{item} contains a value that the program marks as secret under '{name}'");
            }
            else if (value.Text is { Length: > 0 } text && SecretText.IsSensitive(name, text))
            {
                context.Report(value, $"{item} contains a probable secret under '{name}'");
            }
        }
    }
}
