namespace Infra.Tests.Stores.Servers;

/// <summary>Finds the programs of Debian's packages, some of which are not on the PATH.</summary>
internal static class Programs
{
    /// <summary>The folders that have programs, in the order in which a shell looks for them.</summary>
    public static IReadOnlyList<string> Folders { get; } =
    [
        .. Versions("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")),
        "/usr/lib/rabbitmq/bin",
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin",
    ];

    /// <summary>The full path of the first of these programs that is installed; null if none is.</summary>
    public static string? Find(params IEnumerable<string> names) =>
        names.SelectMany(name => Folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Versions(string folder) =>
        Directory.Exists(folder) ? Directory.GetDirectories(folder).OrderByDescending(name => name, StringComparer.Ordinal) : [];
}

/// <summary>A test that needs a server of a Debian package; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    /// <param name="package">The Debian package of the server.</param>
    /// <param name="programs">The programs of which one must be installed.</param>
    public ServerFactAttribute(string package, params string[] programs)
    {
        if (Programs.Find(programs) is null)
        {
            Skip = $"{programs[0]} is missing (Debian package '{package}')";
        }
    }
}
