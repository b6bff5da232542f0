using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>The server does not serve a kind.</summary>
internal sealed class NoSuchTypeException(GroupVersionKind type)
    : Exception($"the cluster does not serve {type}: create its CustomResourceDefinition first, or correct the apiVersion")
{
    public GroupVersionKind Type { get; } = type;
}
