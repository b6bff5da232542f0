using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>The property paths of a resource's <c>ignoreChanges</c>.</summary>
internal sealed class IgnoredPaths
{
    private readonly PropertyPath[] _paths;

    private IgnoredPaths(PropertyPath[] paths) => _paths = paths;

    public static IgnoredPaths None { get; } = new([]);

    public bool IsEmpty => _paths.Length == 0;

    /// <summary>Parses the paths.</summary>
    /// <exception cref="ResourceProviderException">A text is not a property path.</exception>
    public static IgnoredPaths Parse(IReadOnlyList<string> paths)
    {
        try
        {
            return paths.Count == 0 ? None : new IgnoredPaths([.. paths.Select(PropertyPath.Parse)]);
        }
        catch (FormatException e)
        {
            throw new ResourceProviderException($"ignoreChanges: {e.Message}", e);
        }
    }

    /// <summary>Removes the ignored changes from a diff.</summary>
    public void RemoveFrom(Dictionary<string, PropertyDiff> changes)
    {
        foreach (var text in IsEmpty ? [] : changes.Keys.ToList())
        {
            if (PropertyPath.TryParse(text, out var path) && Array.Exists(_paths, ignored => ignored.Contains(path)))
            {
                changes.Remove(text);
            }
        }
    }

    /// <summary>
    /// Prepares a manifest for an apply that does not change ignored fields. Fields that only other managers own are omitted; others are
    /// set to their live values, since omitting them would remove them.
    /// </summary>
    public void ApplyTo(JsonObject manifest, JsonObject live, string manager)
    {
        foreach (var path in _paths)
        {
            var names = path.Segments.Select(s => s.Name!).ToArray();
            if (
                Array.TrueForAll(names, name => name is not null and not "*")
                && FieldManagers.OthersOwn(live, manager, names)
                && !FieldManagers.Owns(live, manager, names)
            )
            {
                JsonPaths.Remove(manifest, path);
            }
            else
            {
                JsonPaths.CopyValue(live, manifest, path);
            }
        }
    }

    /// <summary>Sets the ignored fields to their live values.</summary>
    public void KeepLive(JsonObject manifest, JsonObject live)
    {
        foreach (var path in _paths)
        {
            JsonPaths.CopyValue(live, manifest, path);
        }
    }
}
