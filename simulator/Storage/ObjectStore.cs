using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// All objects of a cluster, with one version counter over all of them. <see cref="Find"/> takes no lock; lists and watches take the
/// writers' lock only to read a consistent version, so they may wait for one write, its journal entry included. The cost of a write grows
/// with the logarithm of the number of objects.
/// </summary>
public sealed class ObjectStore
{
    /// <summary>The default number of past changes per resource type that a new watch can start from.</summary>
    public const int DefaultHistory = 10_000;

    // As many as the informers on the control loop have not read yet in most steps. Bodies that live longer cost the collector more time
    // than it takes to read them from their text again.
    private const int WholeChanges = 64;

    private readonly ConcurrentDictionary<GroupResource, ObjectTable> _tables = new();
    private readonly Queue<WatchEvent> _whole = new(WholeChanges + 1);
    private readonly Lock _lock = new();
    private readonly int _historyLength;
    private readonly long _start;
    private readonly IStoreJournal? _journal;
    private long _version;

    /// <summary>Creates an empty store.</summary>
    /// <param name="historyLength">The number of past changes per resource type that a new watch can start from.</param>
    public ObjectStore(int historyLength = DefaultHistory)
        : this([], 0, null, historyLength) { }

    /// <summary>Creates a store with given contents; its changes are written to the journal before they become visible.</summary>
    internal ObjectStore(IEnumerable<KubeObject> objects, long version, IStoreJournal? journal, int historyLength = DefaultHistory)
    {
        _historyLength = historyLength;
        _start = _version = version;
        _journal = journal;
        foreach (var item in objects)
        {
            Table(item.Resource).Put(item);
        }
    }

    /// <summary>The version of the latest change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Finds an object, or null.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped objects.</param>
    /// <param name="name">Its name.</param>
    public KubeObject? Find(GroupResource resource, string inNamespace, string name) => Table(resource).Find(inNamespace, name);

    /// <summary>Lists the objects of a resource type, ordered by namespace and name.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="inNamespace">The namespace; null for all.</param>
    public ObjectList List(GroupResource resource, string? inNamespace = null)
    {
        var table = Table(resource);
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, KubeObject>> root;
        long version;
        lock (_lock)
        {
            (root, version) = (table.Root, _version);
        }

        return new ObjectList(ObjectTable.Read(root, inNamespace), version);
    }

    /// <summary>Lists the objects of a resource type as of a past version.</summary>
    /// <exception cref="VersionTooOldException">The history does not reach back that far.</exception>
    public ObjectList ListAt(GroupResource resource, string? inNamespace, long version)
    {
        var table = Table(resource);
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, KubeObject>> root;
        lock (_lock)
        {
            if (version < table.History.OldestVersion)
            {
                throw new VersionTooOldException(version, table.History.OldestVersion);
            }

            root = table.RootAt(version);
        }

        return new ObjectList(ObjectTable.Read(root, inNamespace), version);
    }

    /// <summary>Watches the changes of a resource type.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="inNamespace">The namespace; null for all.</param>
    /// <param name="afterVersion">The version after which to start; null for now.</param>
    /// <exception cref="VersionTooOldException">The history does not reach back that far.</exception>
    public WatchStream Watch(GroupResource resource, string? inNamespace = null, long? afterVersion = null)
    {
        var history = Table(resource).History;
        lock (_lock)
        {
            if (afterVersion is not { } version)
            {
                return new WatchStream(history, history.End, inNamespace, _version);
            }

            if (version < history.OldestVersion)
            {
                throw new VersionTooOldException(version, history.OldestVersion);
            }

            return new WatchStream(history, history.After(version), inNamespace, version);
        }
    }

    /// <summary>Stores a new object. The store owns <paramref name="body"/> from here on.</summary>
    /// <returns>The stored object, or null if the name is taken.</returns>
    internal KubeObject? TryCreate(GroupResource resource, JsonObject body)
    {
        var table = Table(resource);
        lock (_lock)
        {
            var created = Stamp(resource, body);
            return table.Find(created.Namespace, created.Name) is null
                ? Commit(table, new WatchEvent(WatchEventType.Added, created, null))
                : null;
        }
    }

    /// <summary>Replaces an object by a new version. The store owns <paramref name="body"/> from here on.</summary>
    /// <returns>The stored object, or null if <paramref name="previous"/> is not the latest version.</returns>
    internal KubeObject? TryUpdate(KubeObject previous, JsonObject body)
    {
        var table = Table(previous.Resource);
        lock (_lock)
        {
            return ReferenceEquals(table.Find(previous.Namespace, previous.Name), previous)
                ? Commit(table, new WatchEvent(WatchEventType.Modified, Stamp(previous.Resource, body), previous))
                : null;
        }
    }

    /// <summary>Removes an object.</summary>
    /// <returns>Its last state, with the version of the removal; null if <paramref name="previous"/> is not the latest version.</returns>
    internal KubeObject? TryDelete(KubeObject previous)
    {
        var table = Table(previous.Resource);
        lock (_lock)
        {
            return ReferenceEquals(table.Find(previous.Namespace, previous.Name), previous)
                ? Commit(table, new WatchEvent(WatchEventType.Deleted, Stamp(previous.Resource, previous.Copy()), previous))
                : null;
        }
    }

    /// <summary>All objects and the version they are of.</summary>
    internal (IReadOnlyList<KubeObject> Objects, long Version) Snapshot()
    {
        lock (_lock)
        {
            return ([.. _tables.Values.SelectMany(table => ObjectTable.Read(table.Root, null))], _version);
        }
    }

    private KubeObject Commit(ObjectTable table, WatchEvent change)
    {
        _journal?.Append(change);
        Compact(change);

        if (change.Type == WatchEventType.Deleted)
        {
            table.Remove(change.Item);
        }
        else
        {
            table.Put(change.Item);
        }

        Volatile.Write(ref _version, change.Version);
        table.History.Append(change);
        return change.Item;
    }

    private void Compact(WatchEvent change)
    {
        if (change.Item.Resource == GroupResource.Events)
        {
            // Most events are written once and read by clients only, as text.
            change.Item.Compact();
            return;
        }

        _whole.Enqueue(change);
        if (_whole.Count > WholeChanges)
        {
            var old = _whole.Dequeue();
            old.Item.Compact();
            old.Previous?.Compact();
        }
    }

    private KubeObject Stamp(GroupResource resource, JsonObject body)
    {
        var next = _version + 1;
        body.GetOrAddObject("metadata")["resourceVersion"] = next.ToString(CultureInfo.InvariantCulture);
        return new KubeObject(resource, body, next);
    }

    private ObjectTable Table(GroupResource resource) =>
        _tables.GetOrAdd(resource, static (_, store) => new ObjectTable(new WatchHistory(store._historyLength, store._start)), this);
}
