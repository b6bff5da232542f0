using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Secrets;

/// <summary>Environment variables end up in crash reports and are seen by every process of the container.</summary>
internal sealed class SecretAsEnv : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        foreach (var variable in container.Node["env"].Items)
            if (variable["valueFrom"]["secretKeyRef"] is { Exists: true } reference)
                findings.Add(reference, $"{container} has a secret in '{variable["name"].Text}'");
        foreach (var source in container.Node["envFrom"].Items)
            if (source["secretRef"] is { Exists: true } reference)
                findings.Add(reference, $"{container} has every key of the Secret '{reference["name"].Text}' in its environment");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "secret-as-env",
        Summary = "Secrets are mounted as files.",
        Remedy = "Mount the Secret as a volume and let the program read the file.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
        Standards = [Standard.Cis("5.4.1")],
    };
}
