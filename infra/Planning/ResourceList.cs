using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>Amounts of resources by Kubernetes' names.</summary>
internal static class ResourceList
{
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string EphemeralStorage = "ephemeral-storage";

    public static Dictionary<string, string> From(ResourceAmounts amounts)
    {
        var list = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(Cpu, amounts.Cpu);
        Add(Memory, amounts.Memory);
        Add(EphemeralStorage, amounts.EphemeralStorage);
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
