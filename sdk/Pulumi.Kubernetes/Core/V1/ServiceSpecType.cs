using System.ComponentModel;

namespace Pulumi.Kubernetes.Core.V1;

/// <summary>How a Service is reached.</summary>
[EnumType]
public readonly struct ServiceSpecType : IEquatable<ServiceSpecType>
{
    private readonly string _value;

    private ServiceSpecType(string value) => _value = value;

    /// <summary>By the name of a host outside the cluster, which the cluster's DNS answers as an alias.</summary>
    public static ServiceSpecType ExternalName { get; } = new("ExternalName");

    /// <summary>By an address inside the cluster.</summary>
    public static ServiceSpecType ClusterIP { get; } = new("ClusterIP");

    /// <summary>As <see cref="ClusterIP"/>, and by a port on every node.</summary>
    public static ServiceSpecType NodePort { get; } = new("NodePort");

    /// <summary>As <see cref="NodePort"/>, and by an address of the cloud's load balancer.</summary>
    public static ServiceSpecType LoadBalancer { get; } = new("LoadBalancer");

    /// <summary>Whether both are the same type.</summary>
    public static bool operator ==(ServiceSpecType left, ServiceSpecType right) => left.Equals(right);

    /// <summary>Whether the types differ.</summary>
    public static bool operator !=(ServiceSpecType left, ServiceSpecType right) => !left.Equals(right);

    /// <summary>The name as the API knows it.</summary>
    public static explicit operator string(ServiceSpecType value) => value._value;

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object? obj) => obj is ServiceSpecType other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(ServiceSpecType other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => _value;
}
