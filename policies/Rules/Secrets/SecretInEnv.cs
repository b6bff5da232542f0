using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>What stands in a manifest stands in the state, in the cluster's log of changes and in every copy of it.</summary>
internal sealed class SecretInEnv() : ContainerPolicy(new()
{
    Name = "secret-in-env",
    Description = "No secret is written into an environment variable.",
    RemediationSteps = "Put the value into a Secret and refer to it with valueFrom.secretKeyRef, or mount it.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.Cis("5.4.1"), Standards.Nsa("Kubernetes secrets")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var variable in container["env"].Items)
        {
            // The value is never part of the message.
            var value = variable["value"];
            if (value.IsSecret)
                context.Report(value, $"{container} has a value in '{variable["name"].Text}' that the program marks as secret");
            else if (value.Text is { Length: > 0 } text && SecretText.IsSensitive(variable["name"].Text ?? "", text))
                context.Report(value, $"{container} has what looks like a secret written in '{variable["name"].Text}'");
        }
    }
}
