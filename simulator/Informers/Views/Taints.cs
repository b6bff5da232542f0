using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>What a taint does to pods that do not tolerate it.</summary>
internal enum TaintEffect
{
    /// <summary>They are not scheduled there.</summary>
    NoSchedule,

    /// <summary>They are rather scheduled elsewhere.</summary>
    PreferNoSchedule,

    /// <summary>They are not scheduled there, and those that run there are evicted.</summary>
    NoExecute,
}

/// <summary>A mark on a node that keeps pods away.</summary>
internal readonly record struct Taint(string Key, string Value, TaintEffect Effect)
{
    /// <summary>The taint of a node that <c>kubectl cordon</c> has closed.</summary>
    public static readonly Taint Unschedulable = new("node.kubernetes.io/unschedulable", "", TaintEffect.NoSchedule);

    /// <summary>Reads a taint.</summary>
    public static Taint FromJson(JsonObject json) => new(
        json.Text("key") ?? "", json.Text("value") ?? "", Enum.TryParse<TaintEffect>(json.Text("effect"), out var effect) ? effect : TaintEffect.NoSchedule);
}

/// <summary>A pod's word that it puts up with certain taints.</summary>
/// <param name="Key">The taint's key; null for any.</param>
/// <param name="Value">The taint's value; null for any.</param>
/// <param name="Effect">The taint's effect; null for any.</param>
/// <param name="Seconds">For how long an evicting taint is tolerated; null for ever.</param>
internal sealed record Toleration(string? Key, string? Value, TaintEffect? Effect, long? Seconds)
{
    /// <summary>Reads a toleration.</summary>
    public static Toleration FromJson(JsonObject json) => new(
        json.Text("key") is { Length: > 0 } key ? key : null,
        json.Text("operator") == "Exists" ? null : json.Text("value") ?? "",
        Enum.TryParse<TaintEffect>(json.Text("effect"), out var effect) ? effect : null,
        json.Number("tolerationSeconds"));

    /// <summary>Whether the taint is tolerated.</summary>
    public bool Tolerates(Taint taint) =>
        (Key is null || Key == taint.Key) && (Value is null || Value == taint.Value) && (Effect is null || Effect == taint.Effect);
}
