using System.Text.Json.Nodes;
using Infra.Engine.Json;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Containers;

/// <summary>Creates the request that changes the limits of an existing container.</summary>
internal static class LimitUpdate
{
    /// <summary>
    /// Whether the engine can set a limit to a value. It takes zero and an empty text for "unchanged", so removing a limit needs a new
    /// container.
    /// </summary>
    public static bool CanSet(string property, PropertyValue? value) =>
        property is "restart" or "maxRetryCount"
        || value is PropertyNumber { Value: not 0 } or PropertyString { Value.Length: > 0 } or PropertyUnknown;

    /// <summary>Creates the body; null where no limit has changed and the container has the restart policy.</summary>
    /// <param name="before">The inputs of the last update.</param>
    /// <param name="after">The new inputs.</param>
    /// <param name="container">The container as the engine describes it.</param>
    public static JsonObject? Create(JsonObject before, JsonObject after, JsonObject container)
    {
        var body = new JsonObject();
        foreach (
            var (property, member) in new[]
            {
                ("memory", "Memory"),
                ("memoryReservation", "MemoryReservation"),
                ("memorySwap", "MemorySwap"),
            }
        )
        {
            if (after.Integer(property) is { } value and not 0 && value != before.Integer(property))
            {
                body[member] = HostConfiguration.Bytes(value);
            }
        }

        // The engine refuses a limit above the sum with swap, which it has set to twice the old limit by itself.
        if (body["Memory"] is not null && after.Integer("memorySwap") is null or 0 && HasSwapLimit(container))
        {
            body["MemorySwap"] = after.Integer("memory") * 2 * HostConfiguration.Megabyte;
        }

        if (after.Integer("cpuShares") is { } shares and not 0 && shares != before.Integer("cpuShares"))
        {
            body["CpuShares"] = shares;
        }

        if (after.NonEmpty("cpuSet") is { } set && set != before.Text("cpuSet"))
        {
            body["CpusetCpus"] = set;
        }

        var policy = HostConfiguration.RestartPolicy(after);
        if (!JsonNode.DeepEquals(policy, HostConfiguration.RestartPolicy(before)))
        {
            body["RestartPolicy"] = policy;
        }

        return body.Count > 0 ? body : null;
    }

    private static bool HasSwapLimit(JsonObject container) => container.Map("HostConfig")?.Integer("MemorySwap") is > 0;
}
