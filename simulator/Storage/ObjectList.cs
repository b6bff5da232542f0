using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>Objects of one kind as they all were at one version of the store.</summary>
/// <param name="Items">The objects, ordered by namespace and name.</param>
/// <param name="Version">The version of the store; a watch from here misses nothing.</param>
public sealed record ObjectList(IReadOnlyList<KubeObject> Items, long Version);
