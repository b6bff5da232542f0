namespace Infra.Simulator.Api.Http;

/// <summary>The parsed URL of a resource.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Namespace">Empty for none.</param>
/// <param name="Resource">Plural name of the resource.</param>
/// <param name="Name">Name of the object; empty for the collection.</param>
/// <param name="Subresource">Empty for the object itself.</param>
internal sealed record RequestInfo(string Group, string Version, string Namespace, string Resource, string Name, string Subresource)
{
    /// <summary>Parses a path with at least a group, a version and a resource; null for other paths.</summary>
    public static RequestInfo? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var r] => ("", v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => ("", "", []),
        };
        return rest switch
        {
            [] => null,
            ["namespaces"] => new(group, version, "", "namespaces", "", ""),
            ["namespaces", var name] => new(group, version, "", "namespaces", name, ""),
            ["namespaces", var name, ("status" or "finalize") and var subresource] => new(
                group,
                version,
                "",
                "namespaces",
                name,
                subresource
            ),
            ["namespaces", var inNamespace, var resource] => new(group, version, inNamespace, resource, "", ""),
            ["namespaces", var inNamespace, var resource, var name, .. var subresource] => new(
                group,
                version,
                inNamespace,
                resource,
                name,
                string.Join('/', subresource)
            ),
            [var resource] => new(group, version, "", resource, "", ""),
            [var resource, var name, .. var subresource] => new(group, version, "", resource, name, string.Join('/', subresource)),
        };
    }
}
