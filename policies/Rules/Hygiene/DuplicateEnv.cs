using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>Of two variables with the same name the last takes effect, which is easily overlooked.</summary>
internal sealed class DuplicateEnv()
    : ContainerPolicy(
        new()
        {
            Name = "duplicate-env",
            Description = "No environment variable is set twice.",
            RemediationSteps = "Remove one of the two.",
            Severity = Severity.Medium,
            Profile = Profiles.Baseline,
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in container["env"].Items)
        {
            if (variable["name"].Text is { } name && !seen.Add(name))
            {
                context.Report(variable, $"{container} sets '{name}' twice");
            }
        }
    }
}
