using System.Collections.Immutable;
using Infra.Simulator.Objects;
using Names = System.Collections.Immutable.ImmutableSortedDictionary<string, Infra.Simulator.Objects.KubeObject>;
using Namespaces = System.Collections.Immutable.ImmutableSortedDictionary<
    string,
    System.Collections.Immutable.ImmutableSortedDictionary<string, Infra.Simulator.Objects.KubeObject>
>;

namespace Infra.Simulator.Storage;

/// <summary>All objects of a resource type by namespace and name, in an immutable tree that is read without a lock.</summary>
internal sealed class ObjectTable(WatchHistory history)
{
    private static readonly Names NoNames = Names.Empty.WithComparers(StringComparer.Ordinal);
    private static readonly Namespaces NoNamespaces = Namespaces.Empty.WithComparers(StringComparer.Ordinal);

    private Namespaces _root = NoNamespaces;

    public WatchHistory History { get; } = history;

    public Namespaces Root => Volatile.Read(ref _root);

    public KubeObject? Find(string inNamespace, string name) =>
        Root.TryGetValue(inNamespace, out var names) && names.TryGetValue(name, out var found) ? found : null;

    public void Put(KubeObject added) => Volatile.Write(ref _root, With(_root, added));

    public void Remove(KubeObject removed) => Volatile.Write(ref _root, Without(_root, removed));

    public static IReadOnlyList<KubeObject> Read(Namespaces root, string? inNamespace)
    {
        if (inNamespace is not null)
        {
            return root.TryGetValue(inNamespace, out var names) ? [.. names.Values] : [];
        }

        var all = new List<KubeObject>(root.Values.Sum(names => names.Count));
        foreach (var names in root.Values)
        {
            all.AddRange(names.Values);
        }

        return all;
    }

    /// <summary>The tree at <paramref name="version"/>, which must be in the history. Call under the store's lock.</summary>
    public Namespaces RootAt(long version)
    {
        var root = _root;
        foreach (var change in History.Retained.Reverse().TakeWhile(change => change.Version > version))
        {
            root = change.Previous is { } previous ? With(root, previous) : Without(root, change.Item);
        }

        return root;
    }

    private static Namespaces With(Namespaces root, KubeObject added) =>
        root.SetItem(added.Namespace, root.GetValueOrDefault(added.Namespace, NoNames).SetItem(added.Name, added));

    private static Namespaces Without(Namespaces root, KubeObject removed)
    {
        if (!root.TryGetValue(removed.Namespace, out var names))
        {
            return root;
        }

        names = names.Remove(removed.Name);
        return names.IsEmpty ? root.Remove(removed.Namespace) : root.SetItem(removed.Namespace, names);
    }
}
