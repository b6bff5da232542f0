namespace Engine.Tests.Support;

/// <summary>
/// Temporary folders for state, in memory where the system has a place for it: flushes to a disk would take most of a test's time.
/// </summary>
internal static class FastFolder
{
    private const string Memory = "/dev/shm";

    public static DirectoryInfo Create(string prefix) =>
        Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Combine(Memory, prefix + Path.GetRandomFileName()))
            : Directory.CreateTempSubdirectory(prefix);
}
