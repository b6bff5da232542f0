using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>The conditions of an object's status.</summary>
internal static class Conditions
{
    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Find(JsonObject live, string type) =>
        live.Objects("status", "conditions").FirstOrDefault(c => string.Equals(c.Text("type"), type, StringComparison.OrdinalIgnoreCase));

    public static bool IsTrue(JsonObject live, string type) => Find(live, type)?.Text("status") == "True";

    /// <summary>As <c>[Reason] message</c>.</summary>
    public static string Describe(JsonObject condition) =>
        condition.Text("message") is { Length: > 0 } message
            ? $"[{condition.Text("reason") ?? condition.Text("type")}] {message}"
            : $"[{condition.Text("reason") ?? condition.Text("type")}]";

    /// <summary>Whether the controller has seen the current manifest, so that the status speaks of it.</summary>
    public static bool IsObserved(JsonObject live) =>
        live.Integer("status", "observedGeneration") is { } observed && observed >= (live.Integer("metadata", "generation") ?? 0);
}
