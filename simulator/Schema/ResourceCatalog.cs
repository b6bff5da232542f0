using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Schema;

/// <summary>The kinds that a cluster serves. CustomResourceDefinitions add and remove kinds. Reads take no lock.</summary>
public sealed class ResourceCatalog
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<ApiGroup> _builtInGroups;
    private ImmutableDictionary<GroupResource, ImmutableList<ResourceKind>> _kinds;
    private KindsByName? _byName;

    internal ResourceCatalog(BuiltInKinds schema)
    {
        Schema = schema;
        _builtInGroups = schema.Groups;
        _kinds = schema
            .Kinds.GroupBy(kind => kind.Resource)
            .ToImmutableDictionary(versions => versions.Key, versions => versions.OrderByDescending(IsPreferred).ToImmutableList());
    }

    /// <summary>All kinds in all versions.</summary>
    public IEnumerable<ResourceKind> Kinds => Volatile.Read(ref _kinds).Values.SelectMany(versions => versions);

    /// <summary>The number of changes of the catalogue so far.</summary>
    internal long Revision { get; private set; }

    /// <summary>The schema of the built-in kinds.</summary>
    internal BuiltInKinds Schema { get; }

    /// <summary>
    /// The groups in the order of discovery: the core group, the other built-in groups, the groups of custom resources by name.
    /// </summary>
    internal IReadOnlyList<ApiGroup> Groups =>
        [
            .. _builtInGroups,
            .. Kinds
                .Where(kind => kind.Custom is { IsServed: true })
                .GroupBy(kind => kind.Group)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => CreateCustomGroup(group.Key, group.Select(kind => kind.Version).Distinct())),
        ];

    /// <summary>Finds a kind in its stored version.</summary>
    public bool TryFind(GroupResource resource, [NotNullWhen(true)] out ResourceKind? kind)
    {
        kind = Volatile.Read(ref _kinds).TryGetValue(resource, out var versions) ? versions[0] : null;
        return kind is not null;
    }

    /// <summary>Finds a kind by its name in URLs, in the given version.</summary>
    public bool TryFind(string group, string version, string plural, [NotNullWhen(true)] out ResourceKind? kind)
    {
        kind = Volatile.Read(ref _kinds).TryGetValue(new GroupResource(group, plural), out var versions)
            ? versions.Find(candidate => candidate.Version == version && candidate.Custom is not { IsServed: false })
            : null;
        return kind is not null;
    }

    /// <summary>
    /// Finds a kind by <c>apiVersion</c> and <c>kind</c>, as in owner references and scale targets; null if there is none.
    /// </summary>
    public ResourceKind? FindByKind(string apiVersion, string kind)
    {
        var (kinds, known) = (Volatile.Read(ref _kinds), Volatile.Read(ref _byName));
        if (!ReferenceEquals(known?.Source, kinds))
        {
            Volatile.Write(ref _byName, known = new KindsByName(kinds));
        }

        return known.Names.GetValueOrDefault((apiVersion, kind));
    }

    /// <summary>Adds or replaces the versions of a kind; the stored version comes first.</summary>
    internal void Put(GroupResource resource, IEnumerable<ResourceKind> versions)
    {
        lock (_lock)
        {
            Volatile.Write(ref _kinds, _kinds.SetItem(resource, [.. versions]));
            Revision++;
        }
    }

    /// <summary>Removes all versions of a kind.</summary>
    internal void Remove(GroupResource resource)
    {
        lock (_lock)
        {
            Volatile.Write(ref _kinds, _kinds.Remove(resource));
            Revision++;
        }
    }

    private static ApiGroup CreateCustomGroup(string name, IEnumerable<string> versions)
    {
        var ordered = versions.OrderByDescending(version => version, ApiVersionComparer.Instance).ToList();
        return new ApiGroup(name, ordered, ordered[0]);
    }

    private bool IsPreferred(ResourceKind kind) => _builtInGroups.First(group => group.Name == kind.Group).PreferredVersion == kind.Version;

    private sealed class KindsByName
    {
        public KindsByName(ImmutableDictionary<GroupResource, ImmutableList<ResourceKind>> source)
        {
            Source = source;
            foreach (var kind in source.Values.SelectMany(versions => versions))
            {
                Names.TryAdd((kind.ApiVersion, kind.Kind), kind);
            }
        }

        public ImmutableDictionary<GroupResource, ImmutableList<ResourceKind>> Source { get; }

        public Dictionary<(string ApiVersion, string Kind), ResourceKind> Names { get; } = [];
    }
}
