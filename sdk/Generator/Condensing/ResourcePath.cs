namespace Infra.Generator.Condensing;

/// <summary>The parts of an API path, e.g. <c>/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale</c>.</summary>
internal sealed record ResourcePath(string Group, string Version, string Plural, string? Subresource, bool Namespaced, bool Watch)
{
    /// <summary>Parses a path; null if it is not that of a resource (discovery, the tail of a proxy path, OpenID).</summary>
    public static ResourcePath? TryParse(string path)
    {
        return path.Trim('/').Split('/') switch
        {
            ["api", var version, .. var rest] => Parse("", version, rest),
            ["apis", var group, var version, .. var rest] => Parse(group, version, rest),
            _ => null,
        };
    }

    private static ResourcePath? Parse(string group, string version, string[] segments)
    {
        var watch = segments is ["watch", ..];
        segments = watch ? segments[1..] : segments;
        var namespaced = segments is ["namespaces", "{namespace}", _, ..];
        segments = namespaced ? segments[2..] : segments;
        return segments switch
        {
            [var plural] => new(group, version, plural, null, namespaced, watch),
            [var plural, "{name}"] => new(group, version, plural, null, namespaced, watch),
            [var plural, "{name}", var subresource] => new(group, version, plural, subresource, namespaced, watch),
            _ => null,
        };
    }
}
