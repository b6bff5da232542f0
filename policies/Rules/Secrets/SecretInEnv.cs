using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>A value in a manifest is also in the state, in the cluster's audit log and in every copy of them.</summary>
internal sealed class SecretInEnv()
    : ContainerPolicy(
        new()
        {
            Name = "secret-in-env",
            Description = "Environment variables contain no literal secrets.",
            RemediationSteps = "Put the value into a Secret and refer to it with valueFrom.secretKeyRef, or mount it.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.Cis("5.4.1"), Standards.Nsa("Kubernetes secrets")],
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var variable in container["env"].Items)
        {
            // The value must not be part of the message.
            var value = variable["value"];
            if (value.IsSecret)
            {
                context.Report(
                    value,
                    $"{container} has a value that the program marks as secret in the variable '{variable["name"].Text}'"
                );
            }
            else if (value.Text is { Length: > 0 } text && SecretText.IsSensitive(variable["name"].Text ?? "", text))
            {
                context.Report(value, $"{container} has a probable secret in the variable '{variable["name"].Text}'");
            }
        }
    }
}
