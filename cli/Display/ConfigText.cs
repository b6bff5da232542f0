using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Describes the configuration of an operation (<c>--show-config</c>).</summary>
internal static class ConfigText
{
    /// <summary>Writes the configuration where the user asked for it; its secrets are redacted already.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="prelude">The event with the configuration.</param>
    /// <param name="writeLine">Writes a line.</param>
    public static void Write(DisplayOptions options, PreludeEvent prelude, Action<string> writeLine)
    {
        if (!options.ShowConfig)
        {
            return;
        }

        writeLine("Configuration:");
        foreach (var (key, value) in prelude.Config.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writeLine($"    {key}: {value}");
        }
    }
}
