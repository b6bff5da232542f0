using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// All objects of a cluster, with one version counter over all of them. Writers take turns for a moment; readers never wait. The cost of a
/// write grows with the logarithm of the number of objects.
/// </summary>
public sealed class ObjectStore
{
    /// <summary>Changes a new watch can reach back to, by kind of object, unless told otherwise.</summary>
    public const int DefaultHistory = 10_000;

    private readonly ConcurrentDictionary<GroupResource, ObjectTable> _tables = new();
    private readonly Lock _lock = new();
    private readonly int _historyLength;
    private readonly long _start;
    private readonly IStoreJournal? _journal;
    private long _version;

    /// <summary>An empty store.</summary>
    /// <param name="historyLength">Changes a new watch can reach back to, by kind of object.</param>
    public ObjectStore(int historyLength = DefaultHistory)
        : this([], 0, null, historyLength)
    {
    }

    /// <summary>A store with given contents, whose changes are written to a journal before anyone sees them.</summary>
    internal ObjectStore(IEnumerable<KubeObject> objects, long version, IStoreJournal? journal, int historyLength = DefaultHistory)
    {
        _historyLength = historyLength;
        _start = _version = version;
        _journal = journal;
        foreach (var item in objects)
            Table(item.Resource).Put(item);
    }

    /// <summary>The version of the latest change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The object of this name, or null.</summary>
    /// <param name="resource">The kind of object.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped objects.</param>
    /// <param name="name">Its name.</param>
    public KubeObject? Find(GroupResource resource, string inNamespace, string name) => Table(resource).Find(inNamespace, name);

    /// <summary>All objects of a kind, ordered by namespace and name.</summary>
    /// <param name="resource">The kind of object.</param>
    /// <param name="inNamespace">Only those of this namespace; null for all.</param>
    public ObjectList List(GroupResource resource, string? inNamespace = null)
    {
        var table = Table(resource);
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, KubeObject>> root;
        long version;
        lock (_lock)
            (root, version) = (table.Root, _version);
        return new ObjectList(ObjectTable.Read(root, inNamespace), version);
    }

    /// <summary>All objects of a kind as they were at a version.</summary>
    /// <exception cref="VersionTooOldException">The history does not reach back that far.</exception>
    public ObjectList ListAt(GroupResource resource, string? inNamespace, long version)
    {
        var table = Table(resource);
        lock (_lock)
        {
            if (version < table.History.OldestVersion)
                throw new VersionTooOldException(version, table.History.OldestVersion);
            return new ObjectList(ObjectTable.Read(table.RootAt(version), inNamespace), version);
        }
    }

    /// <summary>Changes of a kind of object later than a version.</summary>
    /// <param name="resource">The kind of object.</param>
    /// <param name="inNamespace">Only those of this namespace; null for all.</param>
    /// <param name="afterVersion">The last version already known; null for from now on.</param>
    /// <exception cref="VersionTooOldException">The history does not reach back that far.</exception>
    public WatchStream Watch(GroupResource resource, string? inNamespace = null, long? afterVersion = null)
    {
        var history = Table(resource).History;
        lock (_lock)
        {
            if (afterVersion is not { } version)
                return new WatchStream(history, history.End, inNamespace, _version);
            if (version < history.OldestVersion)
                throw new VersionTooOldException(version, history.OldestVersion);
            return new WatchStream(history, history.After(version), inNamespace, version);
        }
    }

    /// <summary>Stores a new object. The store owns <paramref name="body"/> from here on.</summary>
    /// <returns>The stored object, or null where the name is taken.</returns>
    internal KubeObject? TryCreate(GroupResource resource, JsonObject body)
    {
        var table = Table(resource);
        lock (_lock)
        {
            var created = Stamp(resource, body);
            return table.Find(created.Namespace, created.Name) is null ? Commit(table, new WatchEvent(WatchEventType.Added, created, null)) : null;
        }
    }

    /// <summary>Replaces an object by a new version of itself. The store owns <paramref name="body"/> from here on.</summary>
    /// <returns>The stored object, or null where <paramref name="previous"/> is not the latest version.</returns>
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
    /// <returns>Its last state, with the version of the removal; null where <paramref name="previous"/> is not the latest version.</returns>
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

    /// <summary>Every object of every kind, with the version they are all of.</summary>
    internal (IReadOnlyList<KubeObject> Objects, long Version) Snapshot()
    {
        lock (_lock)
            return ([.. _tables.Values.SelectMany(table => ObjectTable.Read(table.Root, null))], _version);
    }

    private KubeObject Commit(ObjectTable table, WatchEvent happened)
    {
        _journal?.Append(happened);
        if (happened.Type == WatchEventType.Deleted)
            table.Remove(happened.Item);
        else
            table.Put(happened.Item);
        Volatile.Write(ref _version, happened.Version);
        table.History.Append(happened);
        return happened.Item;
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
