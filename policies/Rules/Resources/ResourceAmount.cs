using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>A container must declare the amount of a resource in its requests, its limits or both.</summary>
internal sealed class ResourceAmount(PolicyDetails details, string resource, params string[] lists) : ContainerPolicy(details)
{
    private const string Requests = "requests";
    private const string Limits = "limits";

    public static IEnumerable<Policy> All =>
        [
            new ResourceAmount(
                new()
                {
                    Name = "cpu-request",
                    Description = "Containers request CPU.",
                    RemediationSteps = "Set resources.requests.cpu to what the container uses under normal load.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Production,
                    Controls = [Standards.Nsa("Resource policies")],
                },
                "cpu",
                Requests
            ),
            // A limit protects other pods but throttles the container: whether to set one is a matter of opinion.
            new ResourceAmount(
                new()
                {
                    Name = "cpu-limit",
                    Description = "Containers have a limit for CPU.",
                    RemediationSteps = "Set resources.limits.cpu, unless being throttled is worse than a busy neighbour.",
                    Severity = Severity.Low,
                    Profile = Profiles.Advisory,
                    Controls = [Standards.Nsa("Resource policies")],
                },
                "cpu",
                Limits
            ),
            // A container that uses more than it requests is among the first to be killed when memory runs short.
            new ResourceAmount(
                new()
                {
                    Name = "memory-request",
                    Description = "Containers request memory.",
                    RemediationSteps = "Set resources.requests.memory to what the container uses under normal load.",
                    Severity = Severity.High,
                    Profile = Profiles.Production,
                    Controls = [Standards.Nsa("Resource policies")],
                },
                "memory",
                Requests
            ),
            new ResourceAmount(
                new()
                {
                    Name = "memory-limit",
                    Description = "Containers have a limit for memory.",
                    RemediationSteps = "Set resources.limits.memory, at least as high as the request.",
                    Severity = Severity.High,
                    Profile = Profiles.Production,
                    Controls = [Standards.Nsa("Resource policies")],
                },
                "memory",
                Limits
            ),
            // Logs and scratch files fill the disk of the node.
            new ResourceAmount(
                new()
                {
                    Name = "ephemeral-storage",
                    Description = "Containers request ephemeral storage and have a limit for it.",
                    RemediationSteps = "Set ephemeral-storage in resources.requests and resources.limits.",
                    Severity = Severity.Low,
                    Profile = Profiles.Advisory,
                    Controls = [Standards.Nsa("Resource policies")],
                },
                "ephemeral-storage",
                Requests,
                Limits
            ),
        ];

    protected override void Validate(Container container, PolicyContext context)
    {
        // Ephemeral containers may not have resources, and amounts for the whole pod apply to each of its containers.
        foreach (var list in lists.Where(_ => container.Role != ContainerRole.Ephemeral))
        {
            if (
                !container.Pod.Spec["resources"][list][resource].Exists
                && container["resources"][list][resource] is { Exists: false } missing
            )
            {
                context.Report(missing, $"{container} has no {resource} in its {list}");
            }
        }
    }
}
