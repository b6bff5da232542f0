using System.Collections.Immutable;
using Infra.Engine.Errors;
using Infra.Protocol.Values;

namespace Infra.Engine.Projects.Configuration;

/// <summary>Parses the paths of configuration values, such as <c>name.a.b[0]</c>.</summary>
internal static class ConfigurationPath
{
    /// <exception cref="ConfigurationException">The text is not a path.</exception>
    public static ImmutableArray<PropertyPathSegment> Parse(string text) =>
        PropertyPath.TryParse(text, out var path)
        && path.Segments is [{ Name: not null }, ..]
        && !path.Segments.Any(segment => segment.IsWildcard)
            ? path.Segments
            : throw new ConfigurationException(
                $"`{text}` is not a configuration path: write `name`, `name.key`, `name[0]` or `name[\"a.key\"]`"
            );
}
