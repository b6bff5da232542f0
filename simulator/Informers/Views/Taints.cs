using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>The effect of a taint on pods that do not tolerate it.</summary>
internal enum TaintEffect
{
    /// <summary>They are not scheduled to the node.</summary>
    NoSchedule,

    /// <summary>They are scheduled to the node only if no other fits.</summary>
    PreferNoSchedule,

    /// <summary>They are not scheduled to the node, and those that run there are evicted.</summary>
    NoExecute,
}

/// <summary>A taint of a node.</summary>
internal readonly record struct Taint(string Key, string Value, TaintEffect Effect)
{
    /// <summary>The taint of a cordoned node.</summary>
    public static readonly Taint Unschedulable = new("node.kubernetes.io/unschedulable", "", TaintEffect.NoSchedule);

    public static Taint FromJson(JsonObject json) =>
        new(
            json.Text("key") ?? "",
            json.Text("value") ?? "",
            Enum.TryParse<TaintEffect>(json.Text("effect"), out var effect) ? effect : TaintEffect.NoSchedule
        );

    /// <summary>The taint as it is added to a node.</summary>
    public JsonObject ToJson(DateTimeOffset now)
    {
        var json = new JsonObject
        {
            ["key"] = Key,
            ["effect"] = Effect.ToString(),
            ["timeAdded"] = Timestamps.Format(now),
        };
        if (Value.Length > 0)
        {
            json["value"] = Value;
        }

        return json;
    }
}

/// <summary>A toleration of a pod.</summary>
/// <param name="Key">The taint's key; null for any.</param>
/// <param name="Value">The taint's value; null for any.</param>
/// <param name="Effect">The taint's effect; null for any.</param>
/// <param name="Seconds">For how long a NoExecute taint is tolerated; null for an unlimited time.</param>
internal sealed record Toleration(string? Key, string? Value, TaintEffect? Effect, long? Seconds)
{
    public static Toleration FromJson(JsonObject json) =>
        new(
            json.Text("key") is { Length: > 0 } key ? key : null,
            json.Text("operator") == "Exists" ? null : json.Text("value") ?? "",
            Enum.TryParse<TaintEffect>(json.Text("effect"), out var effect) ? effect : null,
            json.Number("tolerationSeconds")
        );

    /// <summary>Whether the taint is tolerated.</summary>
    public bool Tolerates(Taint taint) =>
        (Key is null || Key == taint.Key) && (Value is null || Value == taint.Value) && (Effect is null || Effect == taint.Effect);
}
