using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings;

/// <summary>A Kubernetes object of a file that <c>manifests</c> names, with the values of the stack in place.</summary>
/// <param name="Node">The object as written.</param>
/// <param name="ApiVersion">The API group and version.</param>
/// <param name="Kind">The kind.</param>
internal sealed record ManifestObject(MappingNode Node, string ApiVersion, string Kind)
{
    /// <summary>The file and line where it begins.</summary>
    public Location Location => Node.Location;

    /// <summary>The API group; empty for the core group.</summary>
    public string Group =>
        ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The name; null if it has none.</summary>
    public string? Name => FindText("metadata", "name");

    /// <summary>The namespace as written; null if it names none, empty for a cluster-scoped object.</summary>
    public string? Namespace => FindText("metadata", "namespace");

    /// <summary>The kind and name, for messages.</summary>
    public string Title => Name is { } name ? $"{Kind} '{name}'" : Kind;

    /// <summary>Finds a string, number or boolean as written; null if there is none.</summary>
    public string? FindText(params ReadOnlySpan<string> path) =>
        Find(path) is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    /// <summary>Finds a value; null if there is none.</summary>
    public SettingsNode? Find(params ReadOnlySpan<string> path)
    {
        SettingsNode? node = Node;
        foreach (var key in path)
        {
            node = (node as MappingNode)?[key];
        }

        return node;
    }

    /// <summary>The place of a field, or of the nearest value around it.</summary>
    public Location Locate(IEnumerable<(string Key, int? Index)> path) => NodeJson.Locate(Node, path);

    /// <summary>The place of a field, or of the nearest value around it.</summary>
    public Location Locate(params IEnumerable<string> path) => Locate(path.Select(key => (key, (int?)null)));
}
