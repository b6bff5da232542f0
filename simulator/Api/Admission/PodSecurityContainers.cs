using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>What the rules of the Pod Security standards share.</summary>
internal static class PodSecurityContainers
{
    /// <summary>Applies a rule to each container's security context, null if it has none.</summary>
    public static string? Forbidden(List<JsonObject> containers, string rule, Func<JsonObject?, bool> isOffending, string must)
    {
        var offenders = containers.Where(container => isOffending(container.Map("securityContext"))).ToList();
        return offenders.Count == 0 ? null : $"{rule} ({Names(offenders)} {must})";
    }

    /// <summary>The capabilities that a container adds.</summary>
    public static IEnumerable<string> Added(JsonObject container) =>
        (container.Array("securityContext", "capabilities", "add") ?? []).Select(name => name?.ToString() ?? "");

    /// <summary>The names of containers, as Kubernetes lists them in messages.</summary>
    public static string Names(List<JsonObject> containers)
    {
        var names = containers.Select(container => container.Text("name") ?? "").ToList();
        return $"{Plural("container", names)} {Quote(names)}";
    }

    public static string Plural(string word, List<string> names) => names.Count == 1 ? word : word + "s";

    public static string Quote(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
