using System.Diagnostics;

namespace Infra.Cli.Clusters;

/// <summary>
/// The environment of a process that outlives its command: what programs need to run, and no passphrase, token or key that happened to be
/// set when the command ran.
/// </summary>
internal static class DetachedEnvironment
{
    private static readonly string[] Names =
    [
        "PATH",
        "HOME",
        "LANG",
        "LANGUAGE",
        // Windows
        "APPDATA",
        "COMSPEC",
        "LOCALAPPDATA",
        "PATHEXT",
        "SYSTEMDRIVE",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "USERPROFILE",
        "WINDIR",
    ];

    private static readonly string[] Prefixes = ["DOTNET_", "LC_"];

    /// <summary>Removes every other variable from the environment of a process to start.</summary>
    public static void Apply(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(name => !IsAllowed(name)).ToArray())
        {
            start.Environment.Remove(name);
        }
    }

    private static bool IsAllowed(string name) =>
        Names.Contains(name, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
