using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>What a container uses.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">The working set in bytes.</param>
internal sealed record ContainerUsage(string Name, Quantity Cpu, Quantity Memory);

/// <summary>What the running containers of a pod use, and its custom metrics.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Containers">The containers that have run long enough to be measured.</param>
/// <param name="Custom">The values of its other metrics by name.</param>
internal sealed record PodUsage(KubeObject Pod, IReadOnlyList<ContainerUsage> Containers, IReadOnlyDictionary<string, Quantity> Custom);
