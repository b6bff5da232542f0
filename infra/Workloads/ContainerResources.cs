using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The requests and limits of a container.</summary>
internal static class ContainerResources
{
    public static ResourceRequirementsArgs Create(SizeSettings size)
    {
        var requirements = new ResourceRequirementsArgs();
        if (List(size.Requests, size) is { Count: > 0 } requests)
        {
            requirements.Requests = requests;
        }

        if (List(size.Limits, size) is { Count: > 0 } limits)
        {
            requirements.Limits = limits;
        }

        return requirements;
    }

    private static Dictionary<string, string> List(ResourceAmounts amounts, SizeSettings size)
    {
        var list = ResourceList.From(amounts);
        foreach (var (resource, amount) in size.Extended)
        {
            list[resource] = amount.ToString();
        }

        return list;
    }
}
