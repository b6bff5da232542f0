using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>Amounts of resources: CPU in millicores, memory and ephemeral storage in bytes, others as counts.</summary>
internal sealed class Resources
{
    private Dictionary<string, long>? _others;

    /// <summary>CPU in millicores.</summary>
    public long MilliCpu { get; set; }

    /// <summary>Memory in bytes.</summary>
    public long Memory { get; set; }

    /// <summary>Ephemeral storage in bytes.</summary>
    public long EphemeralStorage { get; set; }

    /// <summary>The number of pods; only for nodes.</summary>
    public long Pods { get; set; }

    /// <summary>Extended resources by name.</summary>
    public IReadOnlyDictionary<string, long> Others =>
        _others ?? (IReadOnlyDictionary<string, long>)System.Collections.Frozen.FrozenDictionary<string, long>.Empty;

    /// <summary>Reads a resource list such as <c>requests</c> or <c>allocatable</c>.</summary>
    public static Resources FromJson(JsonObject? list)
    {
        var result = new Resources();
        if (list is null)
        {
            return result;
        }

        foreach (var (name, value) in list)
        {
            result.Set(name, Quantity.FromJson(value));
        }

        return result;
    }

    public Resources Copy() =>
        new()
        {
            MilliCpu = MilliCpu,
            Memory = Memory,
            EphemeralStorage = EphemeralStorage,
            Pods = Pods,
            _others = _others is null ? null : new(_others),
        };

    /// <summary>Adds <paramref name="other"/>, multiplied by <paramref name="times"/>.</summary>
    public void Add(Resources other, int times = 1)
    {
        MilliCpu += times * other.MilliCpu;
        Memory += times * other.Memory;
        EphemeralStorage += times * other.EphemeralStorage;
        Pods += times * other.Pods;
        if (other._others is null)
        {
            return;
        }

        _others ??= [];
        foreach (var (name, amount) in other._others)
        {
            _others[name] = _others.GetValueOrDefault(name) + (times * amount);
        }
    }

    /// <summary>Sets the amount of a resource.</summary>
    public void Set(string name, Quantity quantity)
    {
        var amount = name == "cpu" ? quantity.MilliValue : quantity.WholeValue;
        switch (name)
        {
            case "cpu":
                MilliCpu = amount;
                break;
            case "memory":
                Memory = amount;
                break;
            case "ephemeral-storage":
                EphemeralStorage = amount;
                break;
            case "pods":
                Pods = amount;
                break;
            default:
                (_others ??= [])[name] = amount;
                break;
        }
    }
}
