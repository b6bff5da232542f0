using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Schema;

/// <summary>The kinds of objects a cluster knows. Kinds come and go with CustomResourceDefinitions; reading needs no lock.</summary>
public sealed class ResourceCatalog
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<GroupResource, ImmutableList<ResourceKind>> _kinds;

    /// <summary>A catalogue of given kinds. Of several versions of one kind, the first is the one that is stored.</summary>
    public ResourceCatalog(IEnumerable<ResourceKind> kinds)
    {
        _kinds = kinds.GroupBy(kind => kind.Resource).ToImmutableDictionary(group => group.Key, group => group.ToImmutableList());
    }

    /// <summary>All kinds in all versions.</summary>
    public IEnumerable<ResourceKind> Kinds => Volatile.Read(ref _kinds).Values.SelectMany(versions => versions);

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

    /// <summary>The kind that objects of this <c>apiVersion</c> and <c>kind</c> are of, as owner references and scale targets name it.</summary>
    public ResourceKind? FindByKind(string apiVersion, string kind) =>
        Kinds.FirstOrDefault(candidate => candidate.Kind == kind && candidate.ApiVersion == apiVersion);

    /// <summary>Adds the versions of a kind, or replaces them.</summary>
    internal void Put(GroupResource resource, IEnumerable<ResourceKind> versions)
    {
        lock (_lock)
            Volatile.Write(ref _kinds, _kinds.SetItem(resource, [.. versions]));
    }

    /// <summary>Removes a kind.</summary>
    internal void Remove(GroupResource resource)
    {
        lock (_lock)
            Volatile.Write(ref _kinds, _kinds.Remove(resource));
    }
}
