using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>Requests and limits as Kubernetes writes them.</summary>
internal static class Resources
{
    public static ResourceRequirementsArgs Of(SizeSettings size)
    {
        var requirements = new ResourceRequirementsArgs();
        if (Amounts(size.Requests) is { Count: > 0 } requests)
        {
            requirements.Requests = requests;
        }

        if (Amounts(size.Limits) is { Count: > 0 } limits)
        {
            requirements.Limits = limits;
        }

        return requirements;
    }

    public static Dictionary<string, string> Amounts(ResourceAmounts amounts)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("cpu", amounts.Cpu);
        Add("memory", amounts.Memory);
        Add("ephemeral-storage", amounts.EphemeralStorage);
        return map;

        void Add(string resource, Quantity? amount)
        {
            if (amount is { } quantity)
            {
                map[resource] = quantity.ToString();
            }
        }
    }
}
