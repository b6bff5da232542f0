using Infra.Tests.Backends.Facts;

namespace Infra.Tests.Backends;

/// <summary>
/// Counts lines of YAML that are neither blank nor comments. The contents of configuration files do not count: in manifests they are
/// in ConfigMaps, beside a catalogue they are files of their own.
/// </summary>
internal static class YamlLines
{
    public static int Count(string text) => text.Split('\n').Select(line => line.Trim()).Count(line => line.Length > 0 && line[0] != '#');

    public static int CountManifests(string text) =>
        Count(text)
        - Manifest
            .Parse(text)
            .Where(manifest => manifest.Kind == "ConfigMap")
            .SelectMany(manifest => manifest.Content.Entries("data"))
            .Where(entry => entry.Value.Contains('\n', StringComparison.Ordinal))
            .Sum(entry => Count(entry.Value));
}
