using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.State;
using Infra.Engine.State.Stores;
using Infra.Kubernetes;

namespace Infra.Engine.Backends.Cluster;

/// <summary>The lease of a stack.</summary>
/// <param name="Run">The id of the update that holds it.</param>
/// <param name="Holder">The process that holds it; null where the lease does not describe it.</param>
/// <param name="Renewed">The time of its last renewal, by the holder's clock.</param>
/// <param name="Duration">How long it is valid after a renewal.</param>
internal sealed record StackLease(string Run, LockHolder? Holder, DateTimeOffset Renewed, TimeSpan Duration)
{
    /// <summary>The duration of new leases.</summary>
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(60);

    /// <summary>How far the clocks of two runners may differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(15);

    /// <summary>True if its holder has not renewed it in time.</summary>
    public bool IsExpired(DateTimeOffset now) => Run.Length == 0 || now > Renewed + Duration;

    /// <summary>Builds a new lease.</summary>
    public static JsonObject Create(StackName stack, string run, LockHolder holder, DateTimeOffset now) =>
        new()
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject
            {
                ["name"] = ClusterNames.ForLock(stack.Full),
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "infra", [ClusterNames.PartLabel] = ClusterNames.Lock },
                ["annotations"] = new JsonObject
                {
                    [ClusterNames.StackAnnotation] = stack.Full,
                    [ClusterNames.HolderAnnotation] = JsonSerializer.Serialize(holder, LockJson.Default.LockHolder),
                },
            },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = run,
                ["leaseDurationSeconds"] = (int)DefaultDuration.TotalSeconds,
                ["acquireTime"] = Timestamps.FormatMicro(now),
                ["renewTime"] = Timestamps.FormatMicro(now),
                ["leaseTransitions"] = 0,
            },
        };

    /// <summary>Makes a new lease the successor of an expired one.</summary>
    public static void TakeOver(JsonObject lease, JsonObject expired)
    {
        lease["metadata"]!["resourceVersion"] = SecretFiles.GetVersion(expired);
        lease["spec"]!["leaseTransitions"] = (expired["spec"]?["leaseTransitions"]?.GetValue<int>() ?? 0) + 1;
    }

    /// <summary>Builds the renewal of a lease.</summary>
    public static JsonObject Renew(JsonObject lease, DateTimeOffset now)
    {
        var renewed = (JsonObject)lease.DeepClone();
        renewed["metadata"]!.AsObject().Remove("managedFields");
        renewed["spec"]!["renewTime"] = Timestamps.FormatMicro(now);
        return renewed;
    }

    /// <summary>Reads a lease. What is not as <see cref="Create"/> builds it counts as expired.</summary>
    public static StackLease Read(JsonObject lease)
    {
        var spec = lease["spec"];
        return new StackLease(
            spec?["holderIdentity"]?.GetValue<string>() ?? "",
            ReadHolder(lease["metadata"]?["annotations"]?[ClusterNames.HolderAnnotation]?.GetValue<string>()),
            Timestamps.TryParse(spec?["renewTime"]?.GetValue<string>(), out var renewed) ? renewed : DateTimeOffset.MinValue,
            TimeSpan.FromSeconds(spec?["leaseDurationSeconds"]?.GetValue<int>() ?? 0)
        );
    }

    private static LockHolder? ReadHolder(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, LockJson.Default.LockHolder);
        }
        catch (JsonException)
        {
            // Somebody has edited the lease; its holder is named by its id then.
            return null;
        }
    }
}
