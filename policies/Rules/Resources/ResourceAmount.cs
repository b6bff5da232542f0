using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>What rules on amounts of resources have in common.</summary>
internal static class ResourceAmount
{
    public static void Require(Container container, PolicyContext context, string list, string resource)
    {
        // Ephemeral containers may not have resources, and amounts for the whole pod do as well as the container's own.
        if (container.Role == ContainerRole.Ephemeral || container.Pod.Spec["resources"][list][resource].Exists)
            return;
        var amount = container["resources"][list][resource];
        if (!amount.Exists)
            context.Report(amount, $"{container} has no {resource} in its {list}");
    }
}
