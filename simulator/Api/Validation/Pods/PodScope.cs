using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>The spec of a pod or pod template under validation.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Path">The path of the spec.</param>
/// <param name="PodName">The name of the pod; null for a template.</param>
/// <param name="Errors">Collects the errors.</param>
internal sealed record PodScope(JsonObject Spec, string Path, string? PodName, FieldErrors Errors)
{
    /// <summary>The lists of containers in the order in which Kubernetes visits them.</summary>
    public static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>The valid volumes by name.</summary>
    public Dictionary<string, JsonObject> Volumes { get; } = [];

    public bool IsPod => PodName is not null;

    public bool UsesHostNetwork => Spec.Flag("hostNetwork");

    /// <summary>Whether the pod shares the users of its node; a pod has its own users only if <c>hostUsers</c> is false.</summary>
    public bool UsesHostUsers => Spec["hostUsers"] is null || Spec.Flag("hostUsers");

    public long? GracePeriod => Spec.Number("terminationGracePeriodSeconds");

    public string RestartPolicy => Spec.Text("restartPolicy") ?? "";

    public HashSet<string> ClaimNames { get; } =
    [.. Spec.Objects("resourceClaims").Select(claim => claim.Text("name") ?? "").Where(name => name.Length > 0)];

    /// <summary>Returns all containers with their paths.</summary>
    public IEnumerable<(JsonObject Container, string Path)> VisitContainers() =>
        ContainerLists.SelectMany(list => Spec.Objects(list).Select((container, index) => (container, $"{Path}.{list}[{index}]")));
}
