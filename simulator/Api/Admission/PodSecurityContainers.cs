using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Helpers of the Pod Security rules.</summary>
internal static class PodSecurityContainers
{
    /// <summary>Applies a rule to the security context of each container, null if it has none. Returns the violation, or null.</summary>
    public static string? CheckContexts(List<JsonObject> containers, string rule, Func<JsonObject?, bool> isOffending, string requirement)
    {
        var offenders = containers.Where(container => isOffending(container.Map("securityContext"))).ToList();
        return offenders.Count == 0 ? null : $"{rule} ({Names(offenders)} {requirement})";
    }

    /// <summary>Returns the capabilities that a container adds.</summary>
    public static IEnumerable<string> GetAddedCapabilities(JsonObject container) =>
        (container.Array("securityContext", "capabilities", "add") ?? []).Select(name => name?.ToString() ?? "");

    /// <summary>Formats the names of containers as in Kubernetes' messages.</summary>
    public static string Names(List<JsonObject> containers)
    {
        var names = containers.Select(container => container.Text("name") ?? "").ToList();
        return $"{Plural("container", names)} {Quote(names)}";
    }

    /// <summary>Formats the subject of a violation: the pod, containers, or both; null if there is none.</summary>
    public static string? FormatOffenders(bool isPod, List<JsonObject> containers) =>
        (isPod, containers.Count > 0) switch
        {
            (true, true) => $"pod and {Names(containers)}",
            (true, false) => "pod",
            (false, true) => Names(containers),
            _ => null,
        };

    public static string Plural(string word, List<string> names) => names.Count == 1 ? word : word + "s";

    public static string Quote(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
