using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>A pod or pod template under the checks of the Pod Security standards.</summary>
/// <param name="Annotations">The annotations.</param>
/// <param name="Spec">The spec.</param>
internal sealed record CheckedPod(JsonObject Annotations, JsonObject Spec)
{
    public IReadOnlyList<JsonObject> Containers { get; } =
    [.. Spec.Objects("initContainers"), .. Spec.Objects("containers"), .. Spec.Objects("ephemeralContainers")];

    public bool IsWindows => Spec.Text("os", "name") == "windows";

    public bool HasOwnUsers => Spec["hostUsers"] is not null && !Spec.Flag("hostUsers");

    /// <summary>Formats the names of the offending containers, such as <c>containers "a", "b"</c>; null if there are none.</summary>
    public static string? Describe(IReadOnlyList<JsonObject> containers) =>
        containers.Count == 0
            ? null
            : $"{(containers.Count == 1 ? "container" : "containers")} {Quote(containers.Select(container => container.Text("name") ?? ""))}";

    /// <summary>Joins the offenders, such as <c>pod and container "a"</c>; null if there are none.</summary>
    public static string? Join(params string?[] offenders)
    {
        var present = offenders.OfType<string>().ToList();
        return present.Count == 0 ? null : string.Join(" and ", present);
    }

    public static string Quote(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));

    /// <summary>Quotes each text once, in order.</summary>
    public static string QuoteSorted(IEnumerable<string> texts) => Quote(texts.Distinct().Order(StringComparer.Ordinal));

    /// <summary>Returns the pod and the containers whose security context offends, and their values.</summary>
    /// <param name="isBad">Whether a security context, null if there is none, offends.</param>
    public string? FindOffenders(Func<JsonObject?, bool> isBad) =>
        Join(
            isBad(Spec.Map("securityContext")) ? "pod" : null,
            Describe([.. Containers.Where(container => isBad(container.Map("securityContext")))])
        );

    public IEnumerable<JsonObject> Contexts =>
        new[] { Spec.Map("securityContext") }.Concat(Containers.Select(container => container.Map("securityContext"))).OfType<JsonObject>();

    public List<JsonObject> FindContainers(Func<JsonObject?, bool> isBad) =>
        [.. Containers.Where(container => isBad(container.Map("securityContext")))];
}
