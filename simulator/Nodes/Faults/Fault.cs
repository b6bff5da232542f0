using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes.Faults;

/// <summary>What a fault does.</summary>
public enum FaultType
{
    /// <summary>The pods of a node are evicted, and none is scheduled there.</summary>
    Drain,

    /// <summary>A node stops with its containers, which start again afterwards.</summary>
    StopNode,

    /// <summary>A node is cut off from the control plane; its containers run on.</summary>
    Partition,

    /// <summary>All nodes of a zone stop.</summary>
    LoseZone,

    /// <summary>Containers of a node take ten times as long to start.</summary>
    SlowNode,

    /// <summary>Images whose name begins with the target cannot be pulled.</summary>
    FailPulls,

    /// <summary>The readiness probes of pods fail.</summary>
    FailProbe,

    /// <summary>The containers of a pod are killed once; the restart policy decides which start again.</summary>
    KillPod,
}

/// <summary>
/// A fault of the simulated nodes. It is a ConfigMap in <c>kube-system</c> with a label, so that any client of the API can list it, add one
/// and end it by deleting it.
/// </summary>
/// <param name="Name">The ConfigMap's name.</param>
/// <param name="Type">What it does.</param>
/// <param name="Target">
/// The node, the zone, the start of an image's name, or <c>NAMESPACE/POD</c>, where POD may be the start of names.
/// </param>
/// <param name="Until">When it ends; null for a fault without end.</param>
public sealed record Fault(string Name, FaultType Type, string Target, DateTimeOffset? Until)
{
    /// <summary>The namespace of faults.</summary>
    public const string Namespace = "kube-system";

    /// <summary>The label of the ConfigMaps that are faults.</summary>
    public const string Label = "simulator.infra/fault";

    /// <summary>The types by their names on the command line, such as <c>stop-node</c>.</summary>
    public static IReadOnlyDictionary<string, FaultType> Types { get; } =
        Enum.GetValues<FaultType>().ToDictionary(GetName, StringComparer.Ordinal);

    /// <summary>The name of a type on the command line, such as <c>stop-node</c>.</summary>
    public static string GetName(FaultType type) =>
        type switch
        {
            FaultType.Drain => "drain",
            FaultType.StopNode => "stop-node",
            FaultType.Partition => "partition",
            FaultType.LoseZone => "lose-zone",
            FaultType.SlowNode => "slow-node",
            FaultType.FailPulls => "fail-pulls",
            FaultType.FailProbe => "fail-probe",
            _ => "kill-pod",
        };

    /// <summary>Reads a fault from its ConfigMap; null if <see cref="FindProblem"/> finds one.</summary>
    public static Fault? FromJson(JsonObject body) =>
        FindProblem(body) is null
            ? new Fault(
                body.Text("metadata", "name") ?? "",
                Types[body.Text("data", "type") ?? ""],
                body.Text("data", "target") ?? "",
                body.Time("data", "until")
            )
            : null;

    /// <summary>What is wrong with the ConfigMap of a fault, which therefore has no effect; null if nothing is.</summary>
    public static string? FindProblem(JsonObject body) =>
        !Types.ContainsKey(body.Text("data", "type") ?? "")
            ? $"data.type: \"{body.Text("data", "type")}\" is not a fault; the faults are {string.Join(", ", Types.Keys)}"
        : body.Node("data", "until") is { } until && body.Time("data", "until") is null
            ? $"data.until: \"{until}\" is not a time such as 2026-01-31T12:00:00Z; leave it out for a fault without end"
        : null;

    /// <summary>Creates the ConfigMap of the fault.</summary>
    public JsonObject ToJson()
    {
        var data = new JsonObject { ["type"] = GetName(Type), ["target"] = Target };
        if (Until is { } until)
        {
            data["until"] = Timestamps.Format(until);
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = Namespace,
                ["labels"] = new JsonObject { [Label] = GetName(Type) },
            },
            ["data"] = data,
        };
    }
}
