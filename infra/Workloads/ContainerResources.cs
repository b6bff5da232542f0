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
        if (ResourceList.From(size.Requests) is { Count: > 0 } requests)
        {
            requirements.Requests = requests;
        }

        if (ResourceList.From(size.Limits) is { Count: > 0 } limits)
        {
            requirements.Limits = limits;
        }

        return requirements;
    }
}
