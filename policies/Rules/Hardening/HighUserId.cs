using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>A low user ID may belong to a user of the node.</summary>
internal sealed class HighUserId()
    : ContainerPolicy(
        new()
        {
            Name = "high-user-id",
            Description = "Containers run with user and group IDs of at least 10000.",
            RemediationSteps = "Set runAsUser and runAsGroup to at least 10000.",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
        }
    )
{
    private const int FirstHigh = 10_000;

    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Pod.IsWindows)
        {
            return;
        }

        foreach (var name in (string[])["runAsUser", "runAsGroup"])
        {
            if (container.GetSecuritySetting(name) is var id && id.Number is not >= FirstHigh)
            {
                context.Report(id, $"{container} has {(id.Number is { } number ? $"the {name} {number}" : $"no {name}")}");
            }
        }
    }
}
