using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Low numbers are likely to be users of the node.</summary>
internal sealed class HighUserId() : ContainerPolicy(new()
{
    Name = "high-user-id",
    Description = "Containers run as a user and a group above 10000.",
    RemediationSteps = "Set runAsUser and runAsGroup to numbers of at least 10000.",
    Severity = Severity.Low,
    Profile = Profiles.Advisory,
})
{
    private const int FirstHigh = 10_000;

    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Pod.IsWindows)
            return;
        foreach (var name in (string[])["runAsUser", "runAsGroup"])
            if (container.Security(name) is var id && id.Number is not >= FirstHigh)
                context.Report(id, $"{container} has {(id.Number is { } number ? $"the {name} {number}" : $"no {name}")}");
    }
}
