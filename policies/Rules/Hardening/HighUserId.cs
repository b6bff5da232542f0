using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Low numbers are likely to be users of the node.</summary>
internal sealed class HighUserId : ContainerPolicy
{
    private const int FirstHigh = 10_000;

    protected override void Check(Container container, Findings findings)
    {
        if (container.Pod.IsWindows)
            return;
        foreach (var name in (string[])["runAsUser", "runAsGroup"])
            if (container.Security(name) is var id && id.Number is not >= FirstHigh)
                findings.Add(id, $"{container} has {(id.Number is { } number ? $"the {name} {number}" : $"no {name}")}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "high-user-id",
        Summary = "Containers run as a user and a group above 10000.",
        Remedy = "Set runAsUser and runAsGroup to numbers of at least 10000.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
    };
}
