using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>
/// A version of an object. <see cref="Body"/> is shared by all readers of the store and must not be changed: change a <see cref="Copy"/>
/// and write that back. Until the body is read, only its text is in memory.
/// </summary>
public sealed class KubeObject
{
    // The body; after Compact a weak reference to the body that was parsed last, or null.
    private object? _body;
    private byte[]? _json;
    private IReadOnlyDictionary<string, string>? _labels;
    private IReadOnlyList<OwnerReference>? _owners;

    internal KubeObject(GroupResource resource, JsonObject body, long version)
    {
        Resource = resource;
        _body = body;
        Version = version;
        var metadata = body.Map("metadata");
        Name = metadata.Text("name") ?? "";
        Namespace = metadata.Text("namespace") ?? "";
        Uid = metadata.Text("uid") ?? "";
        IsDeleting = metadata?.ContainsKey("deletionTimestamp") == true;
    }

    /// <summary>The resource type under which the object is stored.</summary>
    public GroupResource Resource { get; }

    /// <summary>The whole object as JSON; read only by convention.</summary>
    public JsonObject Body =>
        Volatile.Read(ref _body) is var body && body is JsonObject whole ? whole : Parse(body as WeakReference<JsonObject>);

    /// <summary>The store's version at which this object was written.</summary>
    public long Version { get; }

    /// <summary><c>metadata.name</c>.</summary>
    public string Name { get; }

    /// <summary><c>metadata.namespace</c>; empty for cluster-scoped objects.</summary>
    public string Namespace { get; }

    /// <summary><c>metadata.uid</c>.</summary>
    public string Uid { get; }

    /// <summary><c>metadata</c>; read only by convention.</summary>
    public JsonObject Metadata => Body.Map("metadata") ?? [];

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
    internal ReadOnlyMemory<byte> Json => Volatile.Read(ref _json) ?? WriteJson();

    /// <summary>
    /// Keeps the text of the object instead of its <see cref="Body"/>, which takes many times the memory and is read from the text when
    /// it is needed.
    /// </summary>
    internal void Compact()
    {
        _ = Json;
        if (Volatile.Read(ref _body) is JsonObject)
        {
            Volatile.Write(ref _body, null);
        }
    }

    /// <summary>A deep copy of <see cref="Body"/> that may be changed and written back.</summary>
    public JsonObject Copy() => Body.Clone();

    private byte[] WriteJson()
    {
        var json = ObjectText.Write(Body);
        Volatile.Write(ref _json, json);
        return json;
    }

    private JsonObject Parse(WeakReference<JsonObject>? known)
    {
        if (known is not null && known.TryGetTarget(out var alive))
        {
            return alive;
        }

        var parsed = ObjectText.Parse(Volatile.Read(ref _json)!);
        if (known is null)
        {
            Volatile.Write(ref _body, new WeakReference<JsonObject>(parsed));
        }
        else
        {
            known.SetTarget(parsed);
        }

        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? $"{Resource} {Name}" : $"{Resource} {Namespace}/{Name}";
}
