namespace Infra.Simulator.Informers;

/// <summary>An object's namespace and name, unique within its kind. The namespace is empty for cluster-scoped kinds.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
