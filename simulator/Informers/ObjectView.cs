using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>One version of an object with typed access to the fields that controllers use.</summary>
internal abstract class ObjectView(KubeObject source)
{
    /// <summary>The object as stored.</summary>
    public KubeObject Source { get; } = source;

    public ObjectKey Key { get; } = new(source.Namespace, source.Name);

    /// <summary><c>metadata.name</c>.</summary>
    public string Name => Source.Name;

    /// <summary><c>metadata.namespace</c>.</summary>
    public string Namespace => Source.Namespace;

    /// <summary><c>metadata.uid</c>.</summary>
    public string Uid => Source.Uid;

    /// <summary><c>metadata.labels</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels => Source.Labels;

    /// <summary><c>metadata.annotations</c>.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; } = source.Annotations;

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public DateTimeOffset CreationTime { get; } = source.CreationTime;

    /// <summary>Whether <c>metadata.deletionTimestamp</c> is set.</summary>
    public bool IsDeleting => Source.IsDeleting;

    /// <summary>UID of the managing controller, or null.</summary>
    public string? ControllerUid { get; } = source.Controller?.Uid;

    /// <summary>Whether <paramref name="owner"/> is the managing controller.</summary>
    public bool IsControlledBy(ObjectView owner) => ControllerUid == owner.Uid;

    /// <inheritdoc/>
    public override string ToString() => Source.ToString();
}
