using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>Reads the conditions in an object's status.</summary>
internal static class Conditions
{
    /// <summary>Finds the condition of a type, ignoring case, or null.</summary>
    public static JsonObject? Find(JsonObject live, string type) =>
        live.Objects("status", "conditions").FirstOrDefault(c => string.Equals(c.Text("type"), type, StringComparison.OrdinalIgnoreCase));

    public static bool IsTrue(JsonObject live, string type) => Find(live, type)?.Text("status") == "True";

    /// <summary>Formats a condition as <c>[Reason] message</c>.</summary>
    public static string Describe(JsonObject condition) =>
        condition.Text("message") is { Length: > 0 } message
            ? $"[{condition.Text("reason") ?? condition.Text("type")}] {message}"
            : $"[{condition.Text("reason") ?? condition.Text("type")}]";

    /// <summary>True if the status is that of the current spec: the controller has observed its generation.</summary>
    public static bool IsObserved(JsonObject live) =>
        live.Integer("status", "observedGeneration") is { } observed && observed >= (live.Integer("metadata", "generation") ?? 0);
}
