using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>The server does not know a type of object.</summary>
internal sealed class NoSuchTypeException(GroupVersionKind type)
    : Exception($"the cluster does not know {type}: its CustomResourceDefinition has to be created first, or the apiVersion is wrong")
{
    public GroupVersionKind Type { get; } = type;
}
