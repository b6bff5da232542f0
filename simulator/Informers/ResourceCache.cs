using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Infra.Simulator.Time;

namespace Infra.Simulator.Informers;

/// <summary>
/// All objects of a resource type, kept up to date by a watch and shared by all components on the loop: an informer. All pending
/// events are handled before each piece of work, so that a reconciliation sees every earlier write.
/// </summary>
internal sealed class ResourceCache<T> : IEventSource
    where T : ObjectView
{
    private readonly ControllerContext _context;
    private readonly GroupResource _resource;
    private readonly Func<KubeObject, T> _read;
    private readonly WatchStream _watch;
    private readonly Dictionary<ObjectKey, T> _items = [];
    private readonly List<ChangeHandler<T>> _handlers = [];
    private IReadOnlyList<KubeObject> _initial;

    /// <summary>Lists all objects and watches them from there.</summary>
    /// <param name="context">Takes the reports of handlers and objects that fail.</param>
    /// <param name="client">Lists and watches the objects.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="read">Creates the view of an object.</param>
    public ResourceCache(ControllerContext context, IClusterClient client, GroupResource resource, Func<KubeObject, T> read)
    {
        (_context, _resource, _read) = (context, resource, read);
        var list = client.List(resource);
        _watch = client.Watch(resource, afterVersion: list.Version);
        _initial = list.Items;
        ByNamespace = AddIndex(item => [item.Namespace]);
        ByController = AddIndex(item => [item.ControllerUid ?? ""]);
    }

    /// <summary>An index of the objects by namespace.</summary>
    public CacheIndex<T> ByNamespace { get; }

    /// <summary>An index of the objects by the UID of their managing controller.</summary>
    public CacheIndex<T> ByController { get; }

    /// <summary>The objects without a managing controller.</summary>
    public IReadOnlyCollection<T> Orphans => ByController[""];

    /// <summary>All objects, in no particular order.</summary>
    public IReadOnlyCollection<T> All => _items.Values;

    /// <summary>The object of this name, or null.</summary>
    public T? Find(ObjectKey key) => _items.GetValueOrDefault(key);

    /// <summary>The object of this name and UID, or null.</summary>
    public T? Find(ObjectKey key, string uid) => Find(key) is { } found && found.Uid == uid ? found : null;

    /// <summary>Adds an index. Call it before the loop runs.</summary>
    public CacheIndex<T> AddIndex(Func<T, IEnumerable<string>> getValues)
    {
        var index = new CacheIndex<T>(getValues);
        OnChange(index.Apply);
        return index;
    }

    /// <summary>Calls <paramref name="handler"/> for every existing object and every later change. Call it before the loop runs.</summary>
    public void OnChange(Action<CacheChange<T>> handler) => _handlers.Add(new ChangeHandler<T>(handler, _resource, Find, _context));

    /// <inheritdoc/>
    public bool Poll()
    {
        var any = _initial.Count > 0;
        foreach (var item in _initial)
        {
            Put(item);
        }

        _initial = [];
        while (_watch.TryRead(out var watchEvent))
        {
            any = true;
            if (watchEvent.Type == WatchEventType.Deleted)
            {
                Remove(new ObjectKey(watchEvent.Item.Namespace, watchEvent.Item.Name));
            }
            else
            {
                Put(watchEvent.Item);
            }
        }

        return any;
    }

    /// <inheritdoc/>
    public Task WaitAsync(CancellationToken cancellation) => _watch.WaitToReadAsync(cancellation);

    // An object that cannot be read keeps its last readable version.
    private void Put(KubeObject source)
    {
        T item;
        try
        {
            item = _read(source);
        }
        catch (Exception failure)
        {
            _context.Report($"informer of {_resource}", $"{source}", failure);
            return;
        }

        _items.TryGetValue(item.Key, out var before);
        _items[item.Key] = item;
        Notify(new CacheChange<T>(before, item));
    }

    private void Remove(ObjectKey key)
    {
        if (_items.Remove(key, out var last))
        {
            Notify(new CacheChange<T>(last, null));
        }
    }

    private void Notify(CacheChange<T> change)
    {
        foreach (var handler in _handlers)
        {
            handler.Handle(change);
        }
    }
}
