namespace Infra.Cli.Display;

/// <summary>Describes the configuration of an operation (<c>--show-config</c>).</summary>
internal static class ConfigText
{
    /// <summary>The lines to show; secrets are redacted already.</summary>
    public static IEnumerable<string> Describe(IReadOnlyDictionary<string, string> config) =>
        config
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"    {entry.Key}: {entry.Value}")
            .Prepend("Configuration:");
}
