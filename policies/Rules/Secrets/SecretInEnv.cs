using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Secrets;

/// <summary>What stands in a manifest stands in the state, in the cluster's log of changes and in every copy of it.</summary>
internal sealed class SecretInEnv : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        foreach (var variable in container.Node["env"].Items)
        {
            // The value is never part of the message.
            var value = variable["value"];
            if (value.IsSecret)
                findings.Add(value, $"{container} has a value in '{variable["name"].Text}' that the program marks as secret");
            else if (value.Text is { Length: > 0 } text && SecretText.IsSensitive(variable["name"].Text ?? "", text))
                findings.Add(value, $"{container} has what looks like a secret written in '{variable["name"].Text}'");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "secret-in-env",
        Summary = "No secret is written into an environment variable.",
        Remedy = "Put the value into a Secret and refer to it with valueFrom.secretKeyRef, or mount it.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.Cis("5.4.1"), Standard.Nsa("Kubernetes secrets")],
    };
}
