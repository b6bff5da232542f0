using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>Amounts of resources by Kubernetes' names.</summary>
internal static class ResourceList
{
    public static Dictionary<string, string> From(ResourceAmounts amounts)
    {
        var list = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("cpu", amounts.Cpu);
        Add("memory", amounts.Memory);
        Add("ephemeral-storage", amounts.EphemeralStorage);
        return list;

        void Add(string resource, Quantity? amount)
        {
            if (amount is { } quantity)
            {
                list[resource] = quantity.ToString();
            }
        }
    }
}
