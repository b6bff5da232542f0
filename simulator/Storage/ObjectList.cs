using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>The objects of a resource type at one version of the store.</summary>
/// <param name="Items">The objects, ordered by namespace and name.</param>
/// <param name="Version">The version of the store; a watch after it misses no change.</param>
public sealed record ObjectList(IReadOnlyList<KubeObject> Items, long Version);
