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

    public IReadOnlyList<PropertyPath> Paths => _paths;

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

    /// <summary>The paths to a field and what is in it.</summary>
    public IgnoredPaths Below(string field) => new([.. _paths.Where(path => !path.IsRoot && path.Segments[0].Name == field)]);

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
}
