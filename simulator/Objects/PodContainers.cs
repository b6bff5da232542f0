using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>Classifies the containers of a pod.</summary>
internal static class PodContainers
{
    /// <summary>Returns the init containers, sidecars and main containers of a pod's spec, in the order in which they start.</summary>
    public static IEnumerable<(ContainerType Type, JsonObject Spec)> Get(JsonObject spec) =>
        spec.Objects("initContainers")
            .Select(container => (container.Text("restartPolicy") == "Always" ? ContainerType.Sidecar : ContainerType.Init, container))
            .Concat(spec.Objects("containers").Select(container => (ContainerType.Main, container)));
}
