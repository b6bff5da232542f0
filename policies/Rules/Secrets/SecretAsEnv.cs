using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>Environment variables appear in crash reports and are visible to every process of the container.</summary>
internal sealed class SecretAsEnv()
    : ContainerPolicy(
        new()
        {
            Name = "secret-as-env",
            Description = "Secrets are mounted as files.",
            RemediationSteps = "Mount the Secret as a volume and let the program read the file.",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
            Controls = [Standards.Cis("5.4.1")],
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var variable in container["env"].Items)
        {
            if (variable["valueFrom"]["secretKeyRef"] is { Exists: true } reference)
            {
                context.Report(reference, $"{container} has a secret in the variable '{variable["name"].Text}'");
            }
        }

        foreach (var source in container["envFrom"].Items)
        {
            if (source["secretRef"] is { Exists: true } reference)
            {
                context.Report(reference, $"{container} has every key of the Secret '{reference["name"].Text}' in its environment");
            }
        }
    }
}
