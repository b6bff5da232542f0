using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>Of two variables of one name the later wins, and nobody sees which that is.</summary>
internal sealed class DuplicateEnv : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in container.Node["env"].Items)
            if (variable["name"].Text is { } name && !seen.Add(name))
                findings.Add(variable, $"{container} sets '{name}' twice");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "duplicate-env",
        Summary = "No environment variable is set twice.",
        Remedy = "Remove one of the two.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };
}
