using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>
/// A version of an object. <see cref="Body"/> is shared by all readers of the store and must not be changed: change a <see cref="Copy"/>
/// and write that back.
/// </summary>
public sealed class KubeObject
{
    private JsonObject? _body;
    private JsonObject? _metadata;
    private byte[]? _json;
    private IReadOnlyDictionary<string, string>? _labels;
    private IReadOnlyList<OwnerReference>? _owners;

    internal KubeObject(GroupResource resource, JsonObject body, long version)
    {
        Resource = resource;
        _body = body;
        Version = version;
        Name = Metadata.Text("name") ?? "";
        Namespace = Metadata.Text("namespace") ?? "";
        Uid = Metadata.Text("uid") ?? "";
        IsDeleting = Metadata.ContainsKey("deletionTimestamp");
    }

    private KubeObject(KubeObject whole, byte[] json)
    {
        Resource = whole.Resource;
        _json = json;
        _labels = whole._labels;
        Version = whole.Version;
        Name = whole.Name;
        Namespace = whole.Namespace;
        Uid = whole.Uid;
        IsDeleting = whole.IsDeleting;
    }

    /// <summary>The resource type under which the object is stored.</summary>
    public GroupResource Resource { get; }

    /// <summary>The whole object as JSON; read only by convention.</summary>
    public JsonObject Body => _body ??= ObjectText.Parse(_json!);

    /// <summary>The store's version at which this object was written.</summary>
    public long Version { get; }

    /// <summary><c>metadata.name</c>.</summary>
    public string Name { get; }

    /// <summary><c>metadata.namespace</c>; empty for cluster-scoped objects.</summary>
    public string Namespace { get; }

    /// <summary><c>metadata.uid</c>.</summary>
    public string Uid { get; }

    /// <summary><c>metadata</c>; read only by convention.</summary>
    public JsonObject Metadata => _metadata ??= Body.Map("metadata") ?? [];

    /// <summary><c>apiVersion</c>.</summary>
    public string ApiVersion => Body.Text("apiVersion") ?? "";

    /// <summary><c>kind</c>.</summary>
    public string Kind => Body.Text("kind") ?? "";

    /// <summary><c>spec</c>, or an empty object; read only by convention.</summary>
    public JsonObject Spec => Body.Map("spec") ?? [];

    /// <summary><c>status</c>, or an empty object; read only by convention.</summary>
    public JsonObject Status => Body.Map("status") ?? [];

    /// <summary><c>metadata.labels</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels => _labels ??= Metadata.TextMap("labels");

    /// <summary><c>metadata.annotations</c>.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Metadata.TextMap("annotations");

    /// <summary><c>metadata.ownerReferences</c>.</summary>
    public IReadOnlyList<OwnerReference> OwnerReferences =>
        _owners ??= [.. Metadata.Objects("ownerReferences").Select(OwnerReference.FromJson)];

    /// <summary>The owner that manages this object, if any.</summary>
    public OwnerReference? Controller => OwnerReferences.FirstOrDefault(owner => owner.Controller);

    /// <summary><c>metadata.generation</c>; 0 for kinds without it.</summary>
    public long Generation => Metadata.Number("generation") ?? 0;

    /// <summary><c>metadata.creationTimestamp</c>, with a resolution of one second.</summary>
    public DateTimeOffset CreationTime => Metadata.Time("creationTimestamp") ?? default;

    /// <summary><c>metadata.deletionTimestamp</c>: the end of the grace period; null unless the object is being deleted.</summary>
    public DateTimeOffset? DeletionTime => Metadata.Time("deletionTimestamp");

    /// <summary>Whether the object has a deletion timestamp.</summary>
    public bool IsDeleting { get; }

    /// <summary><c>metadata.finalizers</c>.</summary>
    public IEnumerable<string> Finalizers => (Metadata.Array("finalizers") ?? []).Select(item => item?.GetValue<string>() ?? "");

    /// <summary>The text of <see cref="Body"/>, written once: clients receive it and the journal keeps it.</summary>
    internal ReadOnlyMemory<byte> Json => _json ??= ObjectText.Write(Body);

    /// <summary>
    /// The same version without <see cref="Body"/>, which takes many times the memory of the text and is read from it when it is needed.
    /// An object whose text was never written stays as it is.
    /// </summary>
    internal KubeObject ToCompact() => _json is { } json ? new KubeObject(this, json) : this;

    /// <summary>A deep copy of <see cref="Body"/> that may be changed and written back.</summary>
    public JsonObject Copy() => Body.Clone();

    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? $"{Resource} {Name}" : $"{Resource} {Namespace}/{Name}";
}
