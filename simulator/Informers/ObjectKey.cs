namespace Infra.Simulator.Informers;

/// <summary>Namespace and name: what names an object among those of its kind. The namespace is empty for cluster-scoped kinds.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
