using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Schema;

/// <summary>The kinds of objects a cluster knows. Kinds come and go with CustomResourceDefinitions; reading needs no lock.</summary>
public sealed class ResourceCatalog
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<ApiGroup> _builtInGroups;
    private ImmutableDictionary<GroupResource, ImmutableList<ResourceKind>> _kinds;

    internal ResourceCatalog(KubernetesSchema schema)
    {
        Schema = schema;
        _builtInGroups = schema.Groups;
        _kinds = schema
            .Kinds.GroupBy(kind => kind.Resource)
            .ToImmutableDictionary(versions => versions.Key, versions => versions.OrderByDescending(IsPreferred).ToImmutableList());
    }

    /// <summary>All kinds in all versions.</summary>
    public IEnumerable<ResourceKind> Kinds => Volatile.Read(ref _kinds).Values.SelectMany(versions => versions);

    /// <summary>Counts the changes of the catalogue.</summary>
    internal long Revision { get; private set; }

    /// <summary>The shapes of the built-in kinds.</summary>
    internal KubernetesSchema Schema { get; }

    /// <summary>The groups in the order of discovery: the core group, the built-in ones, those of custom resources by name.</summary>
    internal IReadOnlyList<ApiGroup> Groups =>
        [
            .. _builtInGroups,
            .. Kinds
                .Where(kind => kind.Custom is not null)
                .GroupBy(kind => kind.Group)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => CustomGroup(group.Key, group.Select(kind => kind.Version).Distinct())),
        ];

    /// <summary>The kind in the version that is stored.</summary>
    public bool TryFind(GroupResource resource, [NotNullWhen(true)] out ResourceKind? kind)
    {
        kind = Volatile.Read(ref _kinds).TryGetValue(resource, out var versions) ? versions[0] : null;
        return kind is not null;
    }

    /// <summary>The kind of this name in URLs, in this version.</summary>
    public bool TryFind(string group, string version, string plural, [NotNullWhen(true)] out ResourceKind? kind)
    {
        kind = Volatile.Read(ref _kinds).TryGetValue(new GroupResource(group, plural), out var versions)
            ? versions.Find(candidate => candidate.Version == version)
            : null;
        return kind is not null;
    }

    /// <summary>
    /// The kind that objects of this <c>apiVersion</c> and <c>kind</c> are of, as owner references and scale targets name it.
    /// </summary>
    public ResourceKind? FindByKind(string apiVersion, string kind) =>
        Kinds.FirstOrDefault(candidate => candidate.Kind == kind && candidate.ApiVersion == apiVersion);

    /// <summary>Adds the versions of a kind, the stored one first, or replaces them.</summary>
    internal void Put(GroupResource resource, IEnumerable<ResourceKind> versions)
    {
        lock (_lock)
        {
            Volatile.Write(ref _kinds, _kinds.SetItem(resource, [.. versions]));
            Revision++;
        }
    }

    /// <summary>Removes a kind.</summary>
    internal void Remove(GroupResource resource)
    {
        lock (_lock)
        {
            Volatile.Write(ref _kinds, _kinds.Remove(resource));
            Revision++;
        }
    }

    private static ApiGroup CustomGroup(string name, IEnumerable<string> versions)
    {
        var ordered = versions.OrderByDescending(version => version, ApiVersionComparer.Instance).ToList();
        return new ApiGroup(name, ordered, ordered[0]);
    }

    private bool IsPreferred(ResourceKind kind) => _builtInGroups.First(group => group.Name == kind.Group).PreferredVersion == kind.Version;
}
