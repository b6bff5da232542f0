using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>The objects of one type in one namespace.</summary>
/// <param name="Resource">The type of its objects.</param>
/// <param name="Namespace">The namespace; "" for cluster-scoped objects.</param>
internal sealed record WatchedCollection(ApiResource Resource, string Namespace);
